// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/cross_origin.hpp"

#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

std::optional<std::string> allowed(const std::vector<http::field_line>& sent) {
  http::request asked;
  asked.fields = sent;
  clients::row client;
  client.origins = {"https://shop.example"};
  http::response reply;
  share_with(reply, asked, client);
  std::optional<std::string> origin;
  bool varies = false;
  for (const auto& field : reply.fields) {
    if (field.name == "Access-Control-Allow-Origin") origin = field.value;
    varies = varies || (field.name == "Vary" && field.value == "Origin");
    EXPECT_NE(field.name, "Access-Control-Allow-Credentials");
  }
  EXPECT_TRUE(varies);
  return origin;
}

TEST(cross_origin, shares_with_the_clients_own_origins) {
  EXPECT_EQ(allowed({{"Origin", "https://shop.example"}}), "https://shop.example");
  EXPECT_EQ(allowed({{"origin", "https://shop.example"}}), "https://shop.example");
}

TEST(cross_origin, shares_with_no_other) {
  for (const auto* origin : {"https://evil.example", "https://shop.example.evil.example", "null",
                             "https://shop.example:444", "http://shop.example", "*"})
    EXPECT_FALSE(allowed({{"Origin", origin}})) << origin;
  EXPECT_FALSE(allowed({}));
  EXPECT_FALSE(allowed({{"Origin", "https://shop.example"}, {"Origin", "https://shop.example"}}));
}

using namespace test;

http::response preflighted(oidc_world& world, const std::string& path, const std::string& origin) {
  http::request asked;
  asked.method = "OPTIONS";
  asked.path = path;
  asked.fields = {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}};
  return world.serve(asked);
}

TEST(cross_origin, answers_a_preflight_of_a_clients_origin) {
  oidc_world world;
  for (const auto& [path, methods] :
       {std::pair("/oauth/v2/token", "POST"), std::pair("/oauth/v2/revoke", "POST"),
        std::pair("/oauth/v2/userinfo", "GET, POST"), std::pair("/oauth/v2/keys", "GET"),
        std::pair("/.well-known/openid-configuration", "GET"),
        std::pair("/.well-known/oauth-authorization-server", "GET")}) {
    const auto reply = preflighted(world, path, "https://shop.example");
    EXPECT_EQ(reply.status, 204) << path;
    EXPECT_EQ(field(reply, "Access-Control-Allow-Origin"), "https://shop.example") << path;
    EXPECT_EQ(field(reply, "Access-Control-Allow-Methods"), methods) << path;
    EXPECT_EQ(field(reply, "Access-Control-Allow-Headers"), "Authorization, Content-Type") << path;
    EXPECT_EQ(field(reply, "Access-Control-Allow-Credentials"), "") << path;
    EXPECT_EQ(field(reply, "Vary"), "Origin") << path;
    for (const auto* origin : {"https://evil.example", "null", "", "https://shop.example/"}) {
      const auto refused = preflighted(world, path, origin);
      EXPECT_EQ(field(refused, "Access-Control-Allow-Origin"), "") << path << ' ' << origin;
      EXPECT_EQ(field(refused, "Access-Control-Allow-Methods"), "") << path << ' ' << origin;
    }
  }
}

TEST(cross_origin, answers_none_where_secrets_are_needed_or_people_are) {
  oidc_world world;
  for (const auto* path : {"/oauth/v2/introspect", "/oauth/v2/authorize", "/login"})
    EXPECT_THROW(preflighted(world, path, "https://shop.example"), std::logic_error) << path;
}

TEST(cross_origin, shares_documents_with_clients_and_forgets_who_is_deleted) {
  oidc_world world;
  const auto shared = [&](const std::string& origin) {
    const auto reply = world.get("/oauth/v2/keys", "", {{"Origin", origin}});
    EXPECT_EQ(field(reply, "Vary"), "Origin");
    return field(reply, "Access-Control-Allow-Origin");
  };
  EXPECT_EQ(shared("https://shop.example"), "https://shop.example");
  EXPECT_EQ(shared("https://evil.example"), "");
  world.change_client([](clients::row& row) { row.deleted_at = instant{}; });
  EXPECT_EQ(shared("https://shop.example"), "");
}

}
}
