// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_authentication.hpp"

#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using enum client::client_authentication;

struct sent_case {
  std::string_view name;
  std::optional<std::string> authorization;
  std::string body;
};

std::string basic(std::string_view pair) {
  return "Basic " + crypto::base64_encode(as_bytes(pair));
}

auto read(const sent_case& sent) {
  const auto body = http::form::parse(sent.body);
  EXPECT_TRUE(body) << sent.name;
  return read_client(sent.authorization, *body);
}

void expect(const sent_case& sent, client::client_authentication method, std::string_view id,
            std::string_view secret) {
  const auto found = read(sent);
  ASSERT_TRUE(found) << sent.name;
  EXPECT_EQ(found->method, method) << sent.name;
  EXPECT_EQ(found->client_id, id) << sent.name;
  EXPECT_EQ(found->secret, secret) << sent.name;
}

TEST(client_authentication, reads_each_method) {
  expect({"basic", basic("shop:secret"), ""}, client_secret_basic, "shop", "secret");
  expect({"lower case scheme", "basic" + basic("shop:s").substr(5), ""}, client_secret_basic,
         "shop", "s");
  expect({"form-encoded halves", basic("a%3Ab:c+d%26%3D"), ""}, client_secret_basic, "a:b",
         "c d&=");
  expect({"same id in the body", basic("shop:s"), "client_id=shop"}, client_secret_basic, "shop",
         "s");
  expect({"post", {}, "client_id=shop&client_secret=a%2Bb"}, client_secret_post, "shop", "a+b");
  expect({"none", {}, "client_id=shop"}, none, "shop", "");
  expect({"an empty secret is none", {}, "client_id=shop&client_secret="}, none, "shop", "");
  expect({"so it is beside the header", basic("shop:s"), "client_id=&client_secret="},
         client_secret_basic, "shop", "s");
  expect(
      {"an empty assertion is none", {}, "client_id=shop&client_assertion=&client_assertion_type="},
      none, "shop", "");
}

TEST(client_authentication, refuses_two_methods_at_once) {
  for (const auto& sent : std::vector<sent_case>{
           {"both", basic("shop:s"), "client_id=shop&client_secret=s"},
           {"two ids", basic("shop:s"), "client_id=other"},
       }) {
    const auto found = read(sent);
    ASSERT_FALSE(found) << sent.name;
    EXPECT_EQ(found.error().why.error.view(), "invalid_request") << sent.name;
    EXPECT_EQ(found.error().status, 400) << sent.name;
  }
}

TEST(client_authentication, knows_nobody_without_credentials) {
  for (const auto& sent : std::vector<sent_case>{
           {"nothing", {}, ""},
           {"a secret alone", {}, "client_secret=s"},
           {"another scheme", "Bearer abc", "client_id=shop"},
           {"no colon", basic("shop"), ""},
           {"no id", basic(":s"), ""},
           {"no base64", "Basic ???", ""},
           {"raw ampersand", basic("shop:a&b"), ""},
           {"bad escape", basic("shop:%zz"), ""},
           {"assertion", {}, "client_id=shop&client_assertion=x"},
       }) {
    const auto found = read(sent);
    ASSERT_FALSE(found) << sent.name;
    EXPECT_EQ(found.error().why.error.view(), "invalid_client") << sent.name;
    EXPECT_EQ(found.error().status, 401) << sent.name;
  }
}

clients::row registered(client::client_authentication method, bool with_secret) {
  clients::row client;
  client.authentication = method;
  const auto digest = crypto::sha256(as_bytes("secret"));
  if (with_secret) client.secret_digest = bytes(digest.begin(), digest.end());
  return client;
}

TEST(client_authentication, needs_the_registered_method_and_secret) {
  const auto right = crypto::sha256(as_bytes("secret")), wrong = crypto::sha256(as_bytes("other"));
  for (const auto known : {client_secret_basic, client_secret_post})
    for (const auto used : {client_secret_basic, client_secret_post, none}) {
      const auto client = registered(known, true);
      EXPECT_EQ(authenticated(client, {used, "shop", "secret"}, right), known == used);
      EXPECT_FALSE(authenticated(client, {used, "shop", "other"}, wrong));
      EXPECT_FALSE(authenticated(client, {used, "shop", ""}, {}));
    }
}

TEST(client_authentication, needs_no_secret_of_a_public_client) {
  const auto client = registered(none, false);
  EXPECT_TRUE(authenticated(client, {none, "shop", ""}, {}));
  EXPECT_FALSE(authenticated(client, {client_secret_basic, "shop", "s"}, {}));
  EXPECT_FALSE(authenticated(registered(none, true), {none, "shop", ""}, {}));
}

TEST(client_authentication, knows_no_deleted_client) {
  auto client = registered(none, false);
  client.deleted_at = instant{};
  EXPECT_FALSE(authenticated(client, {none, "shop", ""}, {}));
}

}
}
