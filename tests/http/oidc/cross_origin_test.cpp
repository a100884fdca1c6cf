// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/cross_origin.hpp"

#include "http/server/problems.hpp"
#include "http/server/router.hpp"
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

/// The workspace behind its router, at demo.example, and a neighbour that sleeps.
http::front front_of(oidc_world& world) {
  const std::shared_ptr<http::workspace_door> door{std::shared_ptr<void>{}, &world.door};
  http::routing table{
      *http::host_router::make({.base_domain = "example"}),
      [door](std::string slug) -> http::asio::awaitable<std::shared_ptr<http::workspace_door>> {
        if (slug != "demo") throw http::workspace_unavailable{"it wakes"};
        co_return door;
      },
      world.table()};
  table.answering = [door](const std::string& slug) { return slug == "demo" ? door : nullptr; };
  return http::make_front(std::move(table));
}

http::request asked_at(const std::string& host, const std::string& method, const std::string& path,
                       const std::string& query = "") {
  http::request asked;
  asked.method = method;
  asked.path = path;
  asked.query = query;
  asked.fields = {{"Host", host}, {"Origin", "https://shop.example"}};
  return asked;
}

constexpr auto all_shared = {
    "/oauth/v2/token",
    "/oauth/v2/revoke",
    "/oauth/v2/userinfo",
    "/oauth/v2/keys",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
};

/// What a script of the shop may read of a reply, beside its body; nothing where not even that.
std::string readable(const http::response& reply) {
  if (field(reply, "Access-Control-Allow-Origin") != "https://shop.example") return "";
  EXPECT_EQ(field(reply, "Vary"), "Origin");
  return field(reply, "Access-Control-Expose-Headers");
}

TEST(cross_origin, shares_refusals_that_no_handler_tells) {
  oidc_world world;
  const auto router = front_of(world).answer;
  const auto answered = [&](http::request asked) {
    return finished(router(std::make_shared<http::request>(std::move(asked))));
  };
  constexpr auto both = "Retry-After, WWW-Authenticate";
  for (const auto* path : all_shared) {
    const auto other = answered(asked_at("demo.example", "DELETE", path));
    EXPECT_EQ(other.status, 405) << path;
    EXPECT_EQ(readable(other), both) << path;
    const auto query = answered(asked_at("demo.example", "OPTIONS", path, "access_token=x"));
    EXPECT_EQ(query.status, 400) << path;
    EXPECT_EQ(readable(query), both) << path;
    const auto asleep = answered(asked_at("neighbour.example", "OPTIONS", path));
    EXPECT_EQ(asleep.status, 503) << path;
    EXPECT_EQ(readable(asleep), "") << "nobody can say whose script that is";
  }
  for (const auto* path : {"/oauth/v2/introspect", "/oauth/v2/authorize", "/login", "/nothing"})
    EXPECT_EQ(readable(answered(asked_at("demo.example", "DELETE", path))), "") << path;
  auto evil = asked_at("demo.example", "DELETE", "/oauth/v2/token");
  evil.fields.back().value = "https://evil.example";
  EXPECT_EQ(field(answered(evil), "Access-Control-Allow-Origin"), "");
}

TEST(cross_origin, shares_at_once_what_the_listener_tells_with_origins_in_memory) {
  oidc_world world;
  const auto front = front_of(world);
  const auto told = [&](const std::string& host, const std::string& path) {
    return readable(front.tell(asked_at(host, "POST", path), http::problems::overloaded));
  };
  for (const auto* path : all_shared)
    EXPECT_EQ(told("demo.example", path), "Retry-After, WWW-Authenticate") << path;
  EXPECT_EQ(told("demo.example", "/oauth/v2/introspect"), "");
  EXPECT_EQ(told("neighbour.example", "/oauth/v2/token"), "") << "it is not awake";
  EXPECT_EQ(told("shop.test", "/oauth/v2/token"), "") << "no workspace's host";
  world.door.remembers_origins = false;
  EXPECT_EQ(told("demo.example", "/oauth/v2/token"), "") << "nobody waits for the database";
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
