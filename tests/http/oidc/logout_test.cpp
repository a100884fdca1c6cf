// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/logout.hpp"

#include "tests/support/flow_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

const std::string logout_endpoint = "/oauth/v2/end_session";
const std::string back = "&post_logout_redirect_uri=https%3A%2F%2Fshop.example%2Fbye&state=s1";

class logging_out : public testing::Test, protected flow_world {
protected:
  logging_out() {
    change_shop([](auto& wish) {
      wish.post_logout_redirect_uris = {"https://shop.example/bye"};
      wish.grant_types.emplace_back("refresh_token");
      wish.scopes.emplace_back("offline_access");
    });
    scope = "openid+email+offline_access";
    tokens = redeem(fresh_code());
    hint = "id_token_hint=" + member(tokens, "id_token");
  }

  bool signed_in() { return !code_of(get(request("&prompt=none"))).empty(); }

  http::response decide_on(const http::response& page, const std::string& decision) {
    return post("/oauth/v2/end_session/confirm",
                "request=" + between(page.body, "name=\"request\" value=\"", "\"") + "&token=" +
                    between(page.body, "name=\"token\" value=\"", "\"") + "&decision=" + decision);
  }

  void expect_asked(const http::response& reply, const char* why) {
    EXPECT_EQ(reply.status, 200) << why;
    EXPECT_NE(reply.body.find("Sign out?"), std::string::npos) << why;
    EXPECT_TRUE(signed_in()) << why;
  }

  /// Another key signs since, and the one of the hint is no longer published.
  uuid retire_key() {
    const auto name = world.finish(acme->signer("ES256"))->key_id;
    world.finish(acme->rotate_key(node_world::nobody(), "ES256", true));
    world.pass(12min);
    world.tend();
    const auto key = world.finish(acme->find_key(name));
    EXPECT_EQ(key->phase, signing_keys::phase::retired);
    return key->id;
  }

  /// What the client is told that asks, with the hint, for a code without showing anything.
  std::string told_silently(const char* what) {
    return parameter(field(get(request("&prompt=none&" + hint)), "Location"), what);
  }

  auto offline_grant() { return grant_of(member(tokens, "refresh_token")); }

  void expect_grant_over() {
    EXPECT_EQ(offline_grant()->ended_for, grant::grant_end::revoked) << "an event says so";
    EXPECT_EQ(member(refresh(member(tokens, "refresh_token")), "error"), "invalid_grant");
  }

  http::response tokens;
  std::string hint;
};

TEST_F(logging_out, with_an_id_token_of_the_session_asks_nobody_and_leads_back) {
  ASSERT_TRUE(signed_in());
  const auto reply = get(logout_endpoint + "?" + hint + back);
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(field(reply, "Location"), "https://shop.example/bye?state=s1");
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(userinfo(member(tokens, "access_token")).status, 401);
  EXPECT_EQ(member(refresh(member(tokens, "refresh_token")), "error"), "invalid_grant");
  const auto grant = grant_of(member(tokens, "refresh_token"));
  EXPECT_EQ(grant->ended_for, grant::grant_end::session_ended) << "and an event says so";
}

TEST_F(logging_out, leads_to_a_page_of_ours_where_no_other_is_named) {
  const auto reply = get(logout_endpoint + "?" + hint);
  EXPECT_EQ(field(reply, "Location"), "/account/signed-out");
  EXPECT_NE(get("/account/signed-out").body.find("You are signed out"), std::string::npos);
}

TEST_F(logging_out, by_post_lets_the_browser_come_again_with_its_cookies) {
  const auto posted = post(logout_endpoint, hint + back);
  ASSERT_EQ(posted.status, 303);
  const auto again = field(posted, "Location");
  EXPECT_TRUE(again.starts_with(logout_endpoint + "?logout=")) << again;
  EXPECT_EQ(again.find(member(tokens, "id_token")), std::string::npos) << "no token in an address";
  EXPECT_TRUE(signed_in());
  EXPECT_EQ(field(get(again), "Location"), "https://shop.example/bye?state=s1");
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(get(logout_endpoint + "?logout=made-up").status, 403);
}

TEST_F(logging_out, asks_whoever_is_sent_without_a_good_hint) {
  auto forged = hint;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  expect_asked(get(logout_endpoint), "nothing was sent");
  expect_asked(get(logout_endpoint + "?state=s"), "only a state");
  expect_asked(get(logout_endpoint + "?" + forged + back), "a forged hint");
  expect_asked(get(logout_endpoint + "?id_token_hint=eyJhbGciOiJub25lIn0.e30." + back), "alg none");
  expect_asked(get(logout_endpoint + "?id_token_hint=" + member(tokens, "access_token")),
               "no ID token");
  expect_asked(get(logout_endpoint + "?client_id=" + shop_name + back), "only a client");
}

/// RP-Initiated Logout 1.0 section 2, OpenID Connect Core 1.0 section 3.1.2.1.
TEST_F(logging_out, believes_a_hint_of_the_session_although_its_key_was_retired) {
  retire_key();
  EXPECT_NE(told_silently("code"), "");
  EXPECT_EQ(field(get(logout_endpoint + "?" + hint + back), "Location"),
            "https://shop.example/bye?state=s1");
  EXPECT_FALSE(signed_in());
}

TEST_F(logging_out, believes_no_hint_of_a_key_that_was_revoked) {
  const auto key = retire_key();
  world.finish(acme->revoke_key(node_world::nobody(), key));
  EXPECT_EQ(told_silently("error"), "invalid_request");
  expect_asked(get(logout_endpoint + "?" + hint + back), "anybody may have signed it");
}

TEST_F(logging_out, does_what_the_person_decides) {
  const auto page = get(logout_endpoint + "?client_id=" + shop_name + back);
  EXPECT_NE(page.body.find("The Shop"), std::string::npos);
  EXPECT_TRUE(field(page, "Content-Security-Policy").ends_with("form-action 'self'"));
  EXPECT_EQ(field(decide_on(page, "stay"), "Location"), "/account");
  EXPECT_TRUE(signed_in());
  const auto reply = decide_on(page, "sign_out");
  EXPECT_EQ(reply.status, 200) << "browsers would hold a redirect to the form's policy";
  EXPECT_EQ(leads_to(reply), "https://shop.example/bye?state=s1");
  EXPECT_NE(reply.body.find("Continue to The Shop"), std::string::npos);
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-session=;"));
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(leads_to(decide_on(page, "sign_out")), "https://shop.example/bye?state=s1")
      << "nobody is signed in any more";
}

TEST_F(logging_out, leads_nowhere_after_a_hint_that_was_not_good) {
  const auto page = get(logout_endpoint + "?id_token_hint=x&client_id=" + shop_name + back);
  EXPECT_EQ(field(decide_on(page, "sign_out"), "Location"), "/account/signed-out");
}

TEST_F(logging_out, takes_the_answer_of_its_own_page_only) {
  const auto page = get(logout_endpoint);
  http::request asked;
  asked.method = "POST";
  asked.path = "/oauth/v2/end_session/confirm";
  asked.body = "request=" + between(page.body, "name=\"request\" value=\"", "\"") +
               "&token=" + between(page.body, "name=\"token\" value=\"", "\"") +
               "&decision=sign_out";
  asked.fields = {form_type, {"Cookie", cookies()}};
  EXPECT_EQ(serve(asked).status, 403);
  asked.fields.push_back({"Origin", "https://evil.example"});
  EXPECT_EQ(serve(asked).status, 403);
  EXPECT_EQ(post("/oauth/v2/end_session/confirm", "decision=sign_out").status, 403);
  EXPECT_TRUE(signed_in());
}

TEST_F(logging_out, redirects_to_nothing_that_is_not_registered) {
  for (const auto* uri :
       {"https://evil.example/", "https://shop.example/bye/", "https://shop.example/bye?a=b",
        "https://shop.example/bye%23x", "https://shop.example/back"}) {
    const auto reply = get(logout_endpoint + "?" + hint + "&post_logout_redirect_uri=" + uri);
    EXPECT_EQ(reply.status, 400) << uri;
    EXPECT_EQ(field(reply, "Location"), "") << uri;
  }
  EXPECT_EQ(get(logout_endpoint + "?" + hint + "&client_id=other").status, 400);
  EXPECT_TRUE(signed_in());
}

TEST_F(logging_out, asks_where_the_hint_is_of_another_session) {
  jar.clear();
  fresh_code();
  expect_asked(get(logout_endpoint + "?" + hint + back), "the token is of a session before");
}

TEST_F(logging_out, is_done_at_once_where_nobody_is_signed_in) {
  jar.clear();
  EXPECT_EQ(field(get(logout_endpoint + "?" + hint + back), "Location"),
            "https://shop.example/bye?state=s1");
  EXPECT_EQ(field(get(logout_endpoint), "Location"), "/account/signed-out");
}

TEST_F(logging_out, ends_what_the_client_of_the_hint_has_where_the_browser_has_no_session) {
  jar.clear();
  get(logout_endpoint + "?client_id=" + shop_name + back);
  EXPECT_FALSE(offline_grant()->ended_for) << "nothing says whose";
  get(logout_endpoint + "?" + hint + back);
  expect_grant_over();
  const auto named = world.finish(acme->session(offline_grant()->session));
  EXPECT_FALSE(named->ended_for) << "another browser may hold it";
  EXPECT_EQ(field(get(logout_endpoint + "?" + hint + back), "Location"),
            "https://shop.example/bye?state=s1")
      << "once more";
}

TEST_F(logging_out, ends_what_a_session_gave_that_was_not_used_for_long) {
  world.pass(2h);
  EXPECT_EQ(field(get(logout_endpoint + "?" + hint), "Location"), "/account/signed-out");
  expect_grant_over();
}

TEST_F(logging_out, ends_what_a_session_gave_that_gave_way_to_another) {
  decided<session::noun>(offline_grant()->session, session::end{session::session_end::replaced});
  get(logout_endpoint + "?" + hint);
  expect_grant_over();
}

TEST_F(logging_out, ends_what_the_client_of_the_hint_has_too_where_the_person_agrees) {
  jar.clear();
  fresh_code();
  const auto page = get(logout_endpoint + "?" + hint + back);
  EXPECT_FALSE(offline_grant()->ended_for) << "nobody was asked yet";
  EXPECT_EQ(leads_to(decide_on(page, "sign_out")), "https://shop.example/bye?state=s1");
  EXPECT_FALSE(signed_in());
  expect_grant_over();
}

TEST_F(logging_out, from_the_account_page_ends_the_grants_too) {
  const auto page = get("/account");
  const auto reply =
      post("/account/sign-out", "token=" + between(page.body, "name=\"token\" value=\"", "\""));
  EXPECT_EQ(field(reply, "Location"), "/account/signed-out");
  EXPECT_EQ(grant_of(member(tokens, "refresh_token"))->ended_for, grant::grant_end::session_ended);
}

}
}
