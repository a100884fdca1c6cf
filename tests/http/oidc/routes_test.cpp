// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/routes.hpp"

#include "tests/support/flow_world.hpp"

/// The code flow from end to end over a real workspace: actors, journal, keys and PostgreSQL.
namespace muniment::oidc {
namespace {

using namespace test;

class code_flow : public testing::Test, protected flow_world {};

TEST_F(code_flow, ends_with_tokens_and_claims) {
  const auto reply = redeem(fresh_code());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(world.finish(acme->verified_claims("JWT", member(reply, "id_token"))));
  const auto told = userinfo(member(reply, "access_token"));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(member(told, "sub"), to_string(ada));
  EXPECT_EQ(member(told, "email"), "ada@shop.example");
}

TEST_F(code_flow, needs_no_second_login) {
  fresh_code();
  EXPECT_NE(code_of(get(request("&prompt=none"))), "");
  jar.clear();
  EXPECT_EQ(parameter(field(get(request("&prompt=none")), "Location"), "error"), "login_required");
}

TEST_F(code_flow, revokes_what_a_replayed_code_gave) {
  const auto code = fresh_code();
  const auto token = member(redeem(code), "access_token");
  EXPECT_EQ(userinfo(token).status, 200);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_EQ(userinfo(token).status, 401);
}

TEST_F(code_flow, wants_the_verifier_and_burns_no_code_without_it) {
  const auto code = fresh_code();
  EXPECT_EQ(member(redeem(code, std::string(43, 'a')), "error"), "invalid_grant");
  EXPECT_EQ(redeem(code).status, 200);
}

TEST_F(code_flow, ends_with_the_user) {
  const auto token = member(redeem(fresh_code()), "access_token");
  const auto code = code_of(get(request()));
  ASSERT_NE(code, "");
  decided<user::noun>(ada, user::disable{});
  EXPECT_EQ(userinfo(token).status, 401);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_TRUE(field(get(request()), "Location").starts_with("/login?"));
  EXPECT_EQ(log_in("ada", "correct+horse+battery+staple").status, 403);
}

TEST_F(code_flow, locks_after_six_failures_whatever_is_typed_then) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(log_in(i % 2 ? "ada" : "+ADA+", "wrong").status, 403);
  EXPECT_EQ(world.finish(acme->credential_of(ada)).failures, 6U);
  address = "192.0.2.2";
  EXPECT_EQ(log_in("ada", "correct+horse+battery+staple").status, 403);
}

TEST_F(code_flow, ends_what_a_revoked_key_signed_and_goes_on) {
  const auto code = fresh_code();
  const auto token = member(redeem(code_of(get(request()))), "access_token");
  EXPECT_EQ(userinfo(token).status, 200);
  const auto signer = world.finish(acme->signer("ES256"));
  const auto key = world.finish(acme->find_key(signer->key_id));
  world.finish(acme->revoke_key(node_world::nobody(), key->id));
  EXPECT_EQ(userinfo(token).status, 401);
  const auto reply = redeem(code);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(userinfo(member(reply, "access_token")).status, 200);
}

TEST_F(code_flow, knows_nothing_of_another_workspace) {
  const auto code = fresh_code();
  const auto token = member(redeem(code_of(get(request()))), "access_token");
  const auto mine = std::exchange(acme, world.made("other"));
  decided<client::noun>(http::random_id(), shop_client());
  EXPECT_EQ(userinfo(token).status, 401);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_TRUE(field(get(request()), "Location").starts_with("/login?")) << "whose cookie is that";
  acme = mine;
  EXPECT_EQ(redeem(code).status, 200) << "and it is still good at home";
}

}
}
