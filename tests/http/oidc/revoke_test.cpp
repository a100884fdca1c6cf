// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/revoke.hpp"

#include "tests/support/flow_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

class revocation : public testing::Test, protected flow_world {
protected:
  http::response revoke(const std::string& token, const std::string& more = "") {
    return post("/oauth/v2/revoke", "client_id=" + shop_name + "&token=" + token + more);
  }

  /// A service, which may introspect.
  void enter_robot(std::vector<std::string> scopes) {
    auto robot = shop_client();
    robot.client_id = "robot";
    robot.kind = client::client_type::service;
    robot.redirect_uris.clear();
    robot.grant_types = {"client_credentials"};
    robot.scopes = std::move(scopes);
    robot.may_introspect = true;
    enter_with_secret(robot);
  }

  std::string robots_own() {
    return member(post_as("robot", "/oauth/v2/token", "grant_type=client_credentials"),
                  "access_token");
  }

  bool active(const std::string& token) {
    return post_as("robot", "/oauth/v2/introspect", "token=" + token).body != "{\"active\":false}";
  }

  http::response first = offline_tokens();
  std::string access = member(first, "access_token");
  std::string refresh_token = member(first, "refresh_token");
};

TEST_F(revocation, of_a_refresh_token_ends_all_that_came_from_it) {
  const auto next = refresh(refresh_token);
  const auto reply = revoke(member(next, "refresh_token"), "&token_type_hint=refresh_token");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(grant_of(refresh_token)->ended_for, grant::grant_end::revoked);
  EXPECT_EQ(userinfo(access).status, 401);
  EXPECT_EQ(userinfo(member(next, "access_token")).status, 401);
  EXPECT_EQ(member(refresh(member(next, "refresh_token")), "error"), "invalid_grant");
  EXPECT_EQ(revoke(member(next, "refresh_token")).status, 200) << "again";
}

TEST_F(revocation, of_a_token_that_was_replaced_ends_them_too) {
  const auto next = refresh(refresh_token);
  EXPECT_EQ(revoke(refresh_token).status, 200);
  EXPECT_EQ(member(refresh(member(next, "refresh_token")), "error"), "invalid_grant");
}

TEST_F(revocation, of_an_access_token_ends_its_grant) {
  EXPECT_EQ(revoke(access).status, 200);
  EXPECT_EQ(userinfo(access).status, 401);
  EXPECT_EQ(member(refresh(refresh_token), "error"), "invalid_grant");
}

TEST_F(revocation, of_what_nobody_knows_is_done) {
  for (const auto& unknown :
       {std::string("nonsense"), make_refresh_token(http::random_id()),
        make_refresh_token(*grant_of_refresh_token(refresh_token)), access + "x"})
    EXPECT_EQ(revoke(unknown, "&token_type_hint=whatever").status, 200) << unknown;
  EXPECT_EQ(userinfo(access).status, 200);
  EXPECT_EQ(refresh(refresh_token).status, 200);
}

TEST_F(revocation, is_for_the_clients_own_tokens) {
  change_shop([](auto&) {});
  for (const auto& token : {access, refresh_token}) {
    const auto reply = revoke(token);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(member(reply, "error"), "invalid_grant");
  }
  EXPECT_EQ(userinfo(access).status, 200);
}

TEST_F(revocation, of_an_id_token_is_not_supported) {
  const auto reply = revoke(member(first, "id_token"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(member(reply, "error"), "unsupported_token_type");
}

TEST_F(revocation, of_a_clients_own_token_ends_that_one) {
  enter_robot({"orders"});
  const auto one = robots_own(), other = robots_own();
  EXPECT_TRUE(active(one));
  EXPECT_EQ(member(revoke(one), "error"), "invalid_grant") << "the shop's it is not";
  EXPECT_EQ(post_as("robot", "/oauth/v2/revoke", "token=" + one).status, 200);
  EXPECT_FALSE(active(one));
  EXPECT_TRUE(active(other));
}

TEST_F(revocation, of_a_clients_own_token_without_scopes_ends_it_too) {
  enter_robot({});
  const auto own = robots_own();
  EXPECT_TRUE(active(own));
  EXPECT_EQ(member(revoke(own), "error"), "invalid_grant") << "the shop's it is not";
  EXPECT_EQ(post_as("robot", "/oauth/v2/revoke", "token=" + own).status, 200);
  EXPECT_FALSE(active(own));
}

TEST_F(revocation, needs_a_client_and_a_token) {
  EXPECT_EQ(post("/oauth/v2/revoke", "token=" + access).status, 401);
  EXPECT_EQ(post("/oauth/v2/revoke", "client_id=nobody&token=" + access).status, 401);
  EXPECT_EQ(member(revoke(""), "error"), "invalid_request");
  EXPECT_EQ(userinfo(access).status, 200);
}

}
}
