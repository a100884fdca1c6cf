// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/documents.hpp"

#include "http/oidc/metadata.hpp"
#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

TEST(documents, are_the_same_at_both_addresses) {
  oidc_world world;
  const auto reply = world.get("/.well-known/openid-configuration", "");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(field(reply, "Content-Type"), "application/json");
  EXPECT_EQ(reply.body, discovery_document("https://demo.example:8443"));
  EXPECT_EQ(world.get("/.well-known/oauth-authorization-server", "").body, reply.body);
}

TEST(documents, are_named_by_the_workspace_and_by_no_field) {
  oidc_world world;
  const auto plain = world.get("/.well-known/openid-configuration", "");
  const auto lured = world.get("/.well-known/openid-configuration", "",
                               {{"Host", "evil.example"},
                                {"X-Forwarded-Host", "evil.example"},
                                {"X-Forwarded-Proto", "http"},
                                {"Forwarded", "host=evil.example"}});
  EXPECT_EQ(lured.body, plain.body);
}

TEST(documents, are_sent_once) {
  oidc_world world;
  const auto first = world.get("/oauth/v2/keys", "");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(field(first, "Cache-Control"), "public, max-age=300");
  const auto again = world.get("/oauth/v2/keys", "", {{"If-None-Match", field(first, "ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(field(again, "ETag"), field(first, "ETag"));
  signing_keys::row key;
  key.public_jwk = "{}";
  world.door.keys = {key};
  EXPECT_EQ(world.get("/oauth/v2/keys", "", {{"If-None-Match", field(first, "ETag")}}).status, 200);
}

}
}
