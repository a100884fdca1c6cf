// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/claims.hpp"
#include "http/oidc/refresh_exchange.hpp"
#include "http/oidc/token_grants.hpp"
#include "tests/support/flow_world.hpp"
#include "tests/support/oidc_world.hpp"

#include <algorithm>
#include <set>

/// Refreshing over a real workspace: actors, journal, keys and PostgreSQL.
namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

class refreshing : public testing::Test, protected flow_world {
protected:
  std::string form(const std::string& token, const std::string& more = "") const {
    return "grant_type=refresh_token&client_id=" + shop_name + "&refresh_token=" + token + more;
  }

  /// How many of the replies say so.
  template <class Says>
  static std::size_t count(const std::vector<http::response>& replies, const Says& says) {
    return static_cast<std::size_t>(std::ranges::count_if(replies, says));
  }

  /// Also within the grace for retries: no request that had this fault was answered before.
  void expect_judged_before(const std::string& fault, const std::string& error) {
    const auto next = member(refresh(token), "refresh_token");
    const auto made_up = make_refresh_token(*grant_of_refresh_token(token));
    EXPECT_EQ(member(refresh(made_up, fault), "error"), "invalid_grant");
    EXPECT_EQ(member(refresh(next, fault), "error"), error);
    EXPECT_FALSE(grant_of(token)->ended_for);
    EXPECT_EQ(member(refresh(token, fault), "error"), "invalid_grant") << "it was replaced";
    EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
  }

  http::response first = offline_tokens();
  std::string token = member(first, "refresh_token");
};

TEST_F(refreshing, gives_tokens_of_the_same_login_and_another_refresh_token) {
  ASSERT_EQ(first.status, 200) << first.body;
  const auto reply = refresh(token);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_NE(member(reply, "refresh_token"), token);
  EXPECT_EQ(userinfo(member(reply, "access_token")).status, 200);
  const auto claims = [&](const http::response& from) {
    const auto read = world.finish(acme->verified_claims("JWT", member(from, "id_token")));
    return read ? *read : boost::json::object{};
  };
  const auto before = claims(first), now = claims(reply);
  for (const auto* same : {"iss", "sub", "aud", "auth_time", "sid", "amr"})
    EXPECT_EQ(now.at(same), before.at(same)) << same;
  EXPECT_TRUE(before.contains("nonce"));
  EXPECT_FALSE(now.contains("nonce"));
  EXPECT_EQ(refresh(member(reply, "refresh_token")).status, 200);
  EXPECT_EQ(grant_of(token)->refresh_generation, 3U);
}

TEST_F(refreshing, gives_nothing_that_was_taken_from_the_client_since) {
  decided<client::noun>(shop, client::change{.scopes = {{"openid", "offline_access"}}});
  const auto reply = refresh(token);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(member(reply, "scope"), "openid offline_access");
  const auto told = userinfo(member(first, "access_token"));
  EXPECT_EQ(told.status, 200);
  EXPECT_FALSE(crypto::parse_strict_object(told.body)->contains("email")) << "of one that is out";
  const auto next = member(reply, "refresh_token");
  EXPECT_EQ(member(refresh(next, "&scope=openid+email"), "error"), "invalid_scope");
  EXPECT_EQ(refresh(next).status, 200) << "nothing was used up by that";
  decided<client::noun>(shop, client::change{.scopes = {{"profile"}}});
  EXPECT_EQ(userinfo(member(first, "access_token")).status, 403);
}

TEST_F(refreshing, answers_the_same_request_again_with_the_same_token) {
  const auto once = refresh(token);
  const auto again = refresh(token);
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(member(again, "refresh_token"), member(once, "refresh_token"));
  EXPECT_NE(member(again, "access_token"), member(once, "access_token"));
  EXPECT_EQ(grant_of(token)->refresh_generation, 2U);
  EXPECT_EQ(refresh(member(once, "refresh_token")).status, 200);
}

TEST_F(refreshing, ends_the_family_when_a_replaced_token_comes_back) {
  const auto next = refresh(token);
  const auto third = refresh(member(next, "refresh_token"));
  ASSERT_EQ(third.status, 200);
  const auto thief = refresh(token);
  EXPECT_EQ(thief.status, 400);
  EXPECT_EQ(member(thief, "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
  EXPECT_EQ(member(refresh(member(third, "refresh_token")), "error"), "invalid_grant");
  EXPECT_EQ(userinfo(member(third, "access_token")).status, 401);
}

TEST_F(refreshing, takes_no_retry_of_another_request_or_after_the_grace) {
  refresh(token);
  EXPECT_EQ(member(refresh(token, "&scope=openid"), "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
  jar.clear();
  token = member(offline_tokens(), "refresh_token");
  refresh(token);
  world.pass(grant::retry_grace);
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
}

TEST_F(refreshing, rotates_once_however_many_ask_the_same_at_once) {
  const auto replies = post_at_once(token_endpoint, std::vector(64, form(token)));
  std::set<std::string> given;
  for (const auto& reply : replies) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    given.insert(member(reply, "refresh_token"));
  }
  EXPECT_EQ(given.size(), 1U);
  EXPECT_EQ(grant_of(token)->refresh_generation, 2U);
}

TEST_F(refreshing, lets_one_of_many_different_requests_through_and_ends_the_family) {
  std::vector<std::string> bodies;
  for (const auto* scope : {"", "&scope=openid", "&scope=email", "&scope=openid+email"})
    for (int i = 0; i < 16; ++i)
      bodies.push_back(form(token, scope) + (*scope ? "" : "&scope=offline_access"));
  std::ranges::rotate(bodies, bodies.begin() + 7);
  const auto replies = post_at_once(token_endpoint, bodies);
  std::set<std::string> given;
  for (const auto& reply : replies)
    if (reply.status == 200)
      given.insert(member(reply, "refresh_token"));
    else
      EXPECT_EQ(member(reply, "error"), "invalid_grant");
  EXPECT_EQ(given.size(), 1U);
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
}

TEST_F(refreshing, redeems_one_code_once_however_many_try_at_once) {
  const auto code = code_of(get(request()));
  const auto body =
      "grant_type=authorization_code&client_id=" + shop_name + "&code=" + code +
      "&redirect_uri=https%3A%2F%2Fshop.example%2Fback&code_verifier=" + code_verifier;
  const auto replies = post_at_once(token_endpoint, std::vector(64, body));
  EXPECT_EQ(count(replies, [](const auto& each) { return each.status == 200; }), 1U);
  EXPECT_EQ(
      count(replies, [](const auto& each) { return member(each, "error") == "invalid_grant"; }),
      63U);
}

TEST_F(refreshing, narrows_the_access_token_and_not_the_refresh_token) {
  const auto narrow = refresh(token, "&scope=email");
  ASSERT_EQ(narrow.status, 200) << narrow.body;
  EXPECT_EQ(member(narrow, "scope"), "email");
  EXPECT_EQ(narrow.body.find("id_token"), std::string::npos);
  EXPECT_EQ(userinfo(member(narrow, "access_token")).status, 403);
  const auto whole = refresh(member(narrow, "refresh_token"));
  EXPECT_EQ(member(whole, "scope"), "openid email offline_access");
  EXPECT_EQ(userinfo(member(whole, "access_token")).status, 200);
}

TEST_F(refreshing, widens_nothing_and_uses_nothing_up_by_trying) {
  EXPECT_EQ(member(refresh(token, "&scope=openid+profile"), "error"), "invalid_scope");
  EXPECT_EQ(member(refresh(token, "&scope=admin:write"), "error"), "invalid_scope");
  EXPECT_EQ(refresh(token).status, 200);
}

TEST_F(refreshing, judges_the_token_before_what_it_is_asked_for) {
  const std::string too_much = "&scope=openid+profile";
  const auto made_up = make_refresh_token(*grant_of_refresh_token(token));
  EXPECT_EQ(member(refresh(made_up, too_much), "error"), "invalid_grant");
  const auto next = member(refresh(token), "refresh_token");
  EXPECT_EQ(member(refresh(next, too_much), "error"), "invalid_scope");
  EXPECT_EQ(grant_of(token)->refresh_generation, 2U);
  EXPECT_FALSE(grant_of(token)->ended_for);
  EXPECT_EQ(member(refresh(token, too_much), "error"), "invalid_grant") << "it was replaced";
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
  EXPECT_EQ(member(refresh(next), "error"), "invalid_grant") << "the whole family is over";
}

TEST_F(refreshing, judges_the_token_before_the_place_it_is_asked_for) {
  expect_judged_before("&resource=https://api.example", "invalid_target");
}

TEST_F(refreshing, judges_the_token_before_scopes_that_cannot_be_read) {
  expect_judged_before("&scope=a++b", "invalid_scope");
}

TEST_F(refreshing, judges_the_token_though_nothing_is_left_to_give) {
  const auto next = member(refresh(token), "refresh_token");
  decided<client::noun>(shop,
                        client::change{.grant_types = {{"authorization_code", "refresh_token"}},
                                       .scopes = {{"profile"}}});
  EXPECT_EQ(member(refresh(next), "error"), "invalid_scope");
  EXPECT_EQ(grant_of(token)->refresh_generation, 2U);
  world.pass(grant::retry_grace);
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant") << "it was replaced";
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
}

TEST_F(refreshing, uses_up_no_token_for_a_place_that_it_has_no_tokens_for) {
  const auto foreign = refresh(token, "&resource=https://api.example");
  EXPECT_EQ(foreign.status, 400);
  EXPECT_EQ(member(foreign, "error"), "invalid_target");
  EXPECT_EQ(member(refresh(token, "&resource=" + acme->identity().issuer + "/admin"), "error"),
            "invalid_target");
  EXPECT_EQ(grant_of(token)->refresh_generation, 1U);
  const auto project = project_audience(world.finish(acme->client(shop))->project);
  const auto own = refresh(token, "&resource=" + project);
  ASSERT_EQ(own.status, 200) << own.body;
  EXPECT_EQ(refresh(member(own, "refresh_token"), "&resource=").status, 200);
}

TEST_F(refreshing, is_for_the_client_it_was_given_to) {
  const auto shop_before = shop_name;
  change_shop([](auto& wish) {
    wish.grant_types.emplace_back("refresh_token");
    wish.scopes.emplace_back("offline_access");
  });
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant");
  change_shop([](auto&) {});
  EXPECT_EQ(member(refresh(token), "error"), "unauthorized_client");
  shop_name = shop_before;
  EXPECT_EQ(refresh(token).status, 200) << "and is still good there";
}

TEST_F(refreshing, outlives_the_session_but_not_the_user_or_the_absolute_end) {
  world.pass(25h);
  const auto later = refresh(token);
  EXPECT_EQ(later.status, 200) << later.body << ": the session ran out meanwhile";
  EXPECT_EQ(userinfo(member(later, "access_token")).status, 200);
  world.pass(context->settings.refresh_token_lifetime - 25h - 1min);
  const auto last = refresh(member(later, "refresh_token"));
  ASSERT_EQ(last.status, 200) << last.body;
  const auto lives = crypto::parse_strict_object(last.body)->at("expires_in").as_int64();
  EXPECT_LE(lives, 120) << "no longer than the grant";
  world.pass(3min);
  EXPECT_EQ(member(refresh(member(last, "refresh_token")), "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::expired);
}

TEST_F(refreshing, ends_with_the_user) {
  decided<user::noun>(ada, user::disable{});
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::user_disabled);
  decided<user::noun>(ada, user::enable{});
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant") << "and does not come back";
}

TEST_F(refreshing, knows_no_token_that_was_made_up_or_is_of_another_workspace) {
  for (const auto& made_up :
       {make_refresh_token(*grant_of_refresh_token(token)), make_refresh_token(http::random_id()),
        std::string("x"), token.substr(0, 60)})
    EXPECT_EQ(member(refresh(made_up), "error"), "invalid_grant");
  const auto mine = std::exchange(acme, world.made("other"));
  auto same = shop_client();
  same.client_id = shop_name;
  same.grant_types.emplace_back("refresh_token");
  enter(same);
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant");
  acme = mine;
  EXPECT_EQ(refresh(token).status, 200);
}

/// The grant has forgotten its digest by then, and knows it all the same.
TEST_F(refreshing, ends_the_family_by_the_oldest_of_very_many) {
  auto newest = token;
  for (std::size_t times = 0; times <= grant::remembered_digests + 1; ++times) {
    const auto reply = refresh(newest);
    ASSERT_EQ(reply.status, 200) << times << reply.body;
    newest = member(reply, "refresh_token");
  }
  const auto state = world.finish(acme->grant_state(*grant_of_refresh_token(token)));
  ASSERT_EQ(std::ranges::find(state.replaced, refresh_digest(token)), state.replaced.end());
  auto made_up = token;
  made_up.back() = made_up.back() == 'A' ? 'Q' : 'A';
  EXPECT_EQ(member(refresh(made_up), "error"), "invalid_grant");
  EXPECT_FALSE(grant_of(token)->ended_for) << "another mark is nobody's";
  EXPECT_EQ(member(refresh(token), "error"), "invalid_grant");
  EXPECT_EQ(grant_of(token)->ended_for, grant::grant_end::refresh_replayed);
  EXPECT_EQ(member(refresh(newest), "error"), "invalid_grant");
}

TEST_F(refreshing, keeps_no_secret_in_what_is_stored) {
  const auto state = world.finish(acme->grant_state(*grant_of_refresh_token(token)));
  EXPECT_EQ(state.refresh_digest, refresh_digest(token));
}

}
}
