// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/introspect.hpp"

#include "tests/support/flow_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto inactive = R"({"active":false})";

class introspection_endpoint : public testing::Test, protected flow_world {
protected:
  introspection_endpoint() {
    auto api = shop_client();
    api.client_id = "api";
    api.may_introspect = true;
    enter_with_secret(api);
    auto nosy = shop_client();
    nosy.client_id = "nosy";
    enter_with_secret(nosy);
  }

  http::response ask(const std::string& token, const std::string& more = "") {
    return post_as("api", "/oauth/v2/introspect", "token=" + token + more);
  }
  boost::json::object told(const std::string& token) {
    const auto reply = ask(token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
    return *crypto::parse_strict_object(reply.body);
  }
  void expect_inactive(const std::string& token, const char* why) {
    EXPECT_EQ(ask(token).body, inactive) << why;
  }

  http::response first = offline_tokens();
  std::string access = member(first, "access_token");
  std::string refresh_token = member(first, "refresh_token");
};

TEST_F(introspection_endpoint, tells_what_an_access_token_allows) {
  const auto found = told(access);
  EXPECT_EQ(found.at("active"), true);
  EXPECT_EQ(found.at("token_type"), "Bearer");
  EXPECT_EQ(found.at("iss"), acme->identity().issuer.c_str());
  EXPECT_EQ(found.at("sub"), to_string(ada).c_str());
  EXPECT_EQ(found.at("client_id"), shop_name.c_str());
  EXPECT_EQ(found.at("scope"), "openid email offline_access");
  EXPECT_EQ(found.at("exp").as_int64() - found.at("iat").as_int64(), 600);
}

TEST_F(introspection_endpoint, tells_what_a_refresh_token_allows_until_it_is_replaced) {
  const auto found = told(refresh_token);
  EXPECT_EQ(found.at("active"), true);
  EXPECT_EQ(found.at("client_id"), shop_name.c_str());
  EXPECT_FALSE(found.contains("token_type"));
  const auto next = member(refresh(refresh_token), "refresh_token");
  expect_inactive(refresh_token, "replaced");
  EXPECT_EQ(told(next).at("active"), true);
  EXPECT_EQ(ask(next, "&token_type_hint=access_token").body.find(inactive), std::string::npos);
}

TEST_F(introspection_endpoint, says_only_that_a_token_is_not_active) {
  expect_inactive("nonsense", "no token at all");
  expect_inactive(member(first, "id_token"), "an ID token");
  expect_inactive(make_refresh_token(http::random_id()), "made up");
  expect_inactive(make_refresh_token(*grant_of_refresh_token(refresh_token)), "a guess");
  auto forged = access;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  expect_inactive(forged, "not signed by us");
  world.pass(10min + 1s);
  expect_inactive(access, "over");
  EXPECT_EQ(told(refresh_token).at("active"), true);
}

TEST_F(introspection_endpoint, knows_no_token_of_another_workspace) {
  const auto mine = std::exchange(acme, world.made("other"));
  auto api = shop_client();
  api.client_id = "api";
  api.may_introspect = true;
  enter_with_secret(api);
  expect_inactive(access, "another workspace's");
  expect_inactive(refresh_token, "another workspace's");
  acme = mine;
}

TEST_F(introspection_endpoint, follows_user_grant_and_session) {
  scope = "openid+email";
  const auto online = member(redeem(code_of(get(request()))), "access_token");
  EXPECT_EQ(told(online).at("active"), true);
  const auto row = grant_of(refresh_token);
  decided<session::noun>(row->session, session::end{session::session_end::replaced});
  expect_inactive(online, "its session is over");
  EXPECT_EQ(told(access).at("active"), true) << "offline";
  decided<user::noun>(ada, user::disable{});
  expect_inactive(access, "the user is disabled");
  expect_inactive(refresh_token, "the user is disabled");
  decided<user::noun>(ada, user::enable{});
  decided<grant::noun>(row->id, grant::end{grant::grant_end::revoked});
  expect_inactive(access, "revoked");
  expect_inactive(refresh_token, "revoked");
}

TEST_F(introspection_endpoint, knows_what_a_client_holds_of_its_own) {
  auto robot = shop_client();
  robot.client_id = "robot";
  robot.kind = client::client_type::service;
  robot.redirect_uris.clear();
  robot.grant_types = {"client_credentials"};
  robot.scopes = {"orders"};
  const auto id = enter_with_secret(robot);
  const auto own =
      member(post_as("robot", "/oauth/v2/token", "grant_type=client_credentials"), "access_token");
  const auto found = told(own);
  EXPECT_EQ(found.at("active"), true);
  EXPECT_EQ(found.at("client_id"), "robot");
  EXPECT_EQ(found.at("scope"), "orders");
  decided<client::noun>(id, client::delete_client{});
  expect_inactive(own, "its client is gone");
}

/// As userinfo, refreshing and the admin API do.
TEST_F(introspection_endpoint, tells_nothing_that_was_taken_from_the_client_since) {
  decided<client::noun>(shop, client::change{.scopes = {{"openid", "offline_access"}}});
  EXPECT_EQ(told(access).at("scope"), "openid offline_access");
  EXPECT_EQ(told(refresh_token).at("scope"), "openid offline_access");
  decided<client::noun>(shop, client::change{.scopes = {{"profile"}}});
  expect_inactive(access, "nothing of it is left");
  expect_inactive(refresh_token, "nothing of it is left");
}

/// As the token endpoint does.
TEST_F(introspection_endpoint, tells_no_refresh_token_of_a_client_that_may_refresh_no_more) {
  decided<client::noun>(shop, client::change{.scopes = {{"openid", "email"}}});
  EXPECT_EQ(member(refresh(refresh_token), "error"), "unauthorized_client");
  expect_inactive(refresh_token, "its client may not refresh");
  EXPECT_EQ(told(access).at("active"), true) << "until it is over";
  decided<client::noun>(shop, client::change{.scopes = {{"openid", "email", "offline_access"}}});
  EXPECT_EQ(told(refresh_token).at("active"), true) << "it may again";
}

TEST_F(introspection_endpoint, tells_nothing_that_was_taken_from_a_client_of_its_own_token) {
  auto robot = shop_client();
  robot.client_id = "robot";
  robot.kind = client::client_type::service;
  robot.redirect_uris.clear();
  robot.grant_types = {"client_credentials"};
  robot.scopes = {"orders", "stock"};
  const auto id = enter_with_secret(robot);
  const auto own =
      member(post_as("robot", "/oauth/v2/token", "grant_type=client_credentials"), "access_token");
  EXPECT_EQ(told(own).at("scope"), "orders stock");
  decided<client::noun>(id, client::change{.scopes = {{"stock"}}});
  EXPECT_EQ(told(own).at("scope"), "stock");
  decided<client::noun>(id, client::change{.scopes = {{"invoices"}}});
  expect_inactive(own, "nothing of it is left");
}

/// A service, and an application whose scopes are all about a person.
TEST_F(introspection_endpoint, knows_a_clients_own_token_without_scopes) {
  auto robot = shop_client();
  robot.client_id = "robot";
  robot.kind = client::client_type::service;
  robot.redirect_uris.clear();
  robot.grant_types = {"client_credentials"};
  robot.scopes.clear();
  enter_with_secret(robot);
  auto site = shop_client();
  site.client_id = "site";
  site.grant_types.emplace_back("client_credentials");
  enter_with_secret(site);
  for (const std::string name : {"robot", "site"}) {
    const auto reply = post_as(name, "/oauth/v2/token", "grant_type=client_credentials");
    EXPECT_EQ(reply.body.find("scope"), std::string::npos) << name;
    const auto found = told(member(reply, "access_token"));
    EXPECT_EQ(found.at("active"), true) << name;
    EXPECT_EQ(found.at("client_id"), name.c_str());
    EXPECT_FALSE(found.contains("scope")) << name;
  }
}

TEST_F(introspection_endpoint, answers_only_clients_that_may_ask) {
  const auto nosy = post_as("nosy", "/oauth/v2/introspect", "token=" + access);
  EXPECT_EQ(nosy.status, 403);
  EXPECT_EQ(member(nosy, "error"), "unauthorized_client");
  const auto open = post("/oauth/v2/introspect", "client_id=" + shop_name + "&token=" + access);
  EXPECT_EQ(open.status, 403);
  const auto nobody = post("/oauth/v2/introspect", "token=" + access);
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(member(nobody, "error"), "invalid_client");
  EXPECT_EQ(nobody.body.find("active"), std::string::npos);
  EXPECT_EQ(
      post("/oauth/v2/introspect", "client_id=api&client_secret=s3cret&token=" + access).status,
      401)
      << "not as it is registered";
}

TEST_F(introspection_endpoint, needs_one_token) {
  EXPECT_EQ(member(ask(""), "error"), "invalid_request");
  EXPECT_EQ(member(ask(access, "&token=" + access), "error"), "invalid_request");
}

}
}
