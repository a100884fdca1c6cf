// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorize.hpp"

#include "http/oidc/authorization_code.hpp"
#include "http/oidc/claims.hpp"
#include "tests/support/login_visitor.hpp"

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto authorization_endpoint = "/oauth/v2/authorize";
constexpr auto resume_endpoint = "/oauth/v2/authorize/resume";

TEST(authorize, sends_who_is_signed_in_back_with_a_code) {
  oidc_world world;
  const auto reply = world.get(authorization_endpoint, lawful_request(), {world.sign_in(5min)});
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  const auto to = field(reply, "Location");
  EXPECT_TRUE(to.starts_with("https://shop.example/back?code=")) << to;
  EXPECT_EQ(parameter(to, "state"), "abc");
  EXPECT_EQ(parameter(to, "iss"), "https%3A%2F%2Fdemo.example%3A8443");
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-session=")) << "used now";
  const auto wishes = world.wished<grant::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  const auto& wish = std::get<grant::issue_code>(wishes[0]);
  EXPECT_EQ(wish.user, world.ada);
  EXPECT_EQ(wish.client, world.shop);
  EXPECT_EQ(wish.code_digest, code_digest(parameter(to, "code")));
  EXPECT_EQ(wish.authenticated_at, world.door.clock - 5min);
  EXPECT_EQ(wish.code_expires_at, world.door.clock + 60s);
  EXPECT_EQ(wish.nonce, "n1");
  EXPECT_TRUE(grant::decide({}, wish)) << "the aggregate takes it";
  EXPECT_EQ(grant_of(parameter(to, "code")), world.door.wishes[0].stream);
}

TEST(authorize, sends_everybody_else_to_the_login_page) {
  oidc_world world;
  const auto reply = world.get(authorization_endpoint, lawful_request());
  EXPECT_EQ(reply.status, 303);
  EXPECT_TRUE(field(reply, "Location").starts_with("/login?request=pending_login."));
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(authorize, shows_a_page_where_the_redirect_uri_is_not_verified) {
  oidc_world world;
  for (const auto* sent :
       {"", "client_id=nobody&redirect_uri=https://shop.example/back", "client_id=shop",
        "client_id=shop&redirect_uri=https://evil.example/", "client_id=%zz"}) {
    const auto reply = world.get(authorization_endpoint, sent, {world.sign_in()});
    EXPECT_EQ(reply.status, 400) << sent;
    EXPECT_EQ(field(reply, "Location"), "") << sent;
    EXPECT_TRUE(field(reply, "Content-Security-Policy").ends_with("form-action 'self'"));
    EXPECT_NE(reply.body.find("request-1"), std::string::npos);
    EXPECT_EQ(reply.body.find("evil.example"), std::string::npos) << "nothing is echoed";
  }
}

TEST(authorize, tells_the_client_what_is_wrong) {
  oidc_world world;
  const auto reply =
      world.get(authorization_endpoint, lawful_request("&prompt=create"), {world.sign_in()});
  const auto to = field(reply, "Location");
  EXPECT_TRUE(to.starts_with("https://shop.example/back?error=invalid_request&")) << to;
  EXPECT_EQ(parameter(to, "state"), "abc");
  EXPECT_NE(parameter(to, "iss"), "");
}

TEST(authorize, shows_nothing_when_nothing_may_be_shown) {
  oidc_world world;
  const auto nobody = world.get(authorization_endpoint, lawful_request("&prompt=none"));
  EXPECT_EQ(parameter(field(nobody, "Location"), "error"), "login_required");
  const auto late = world.get(authorization_endpoint, lawful_request("&prompt=none&max_age=60"),
                              {world.sign_in(2min)});
  EXPECT_EQ(parameter(field(late, "Location"), "error"), "login_required");
  const auto there =
      world.get(authorization_endpoint, lawful_request("&prompt=none"), {world.sign_in()});
  EXPECT_NE(parameter(field(there, "Location"), "code"), "");
}

TEST(authorize, asks_again_where_the_client_wants_it) {
  oidc_world world;
  const auto cookie = world.sign_in(2min);
  for (const auto* more : {"&prompt=login", "&max_age=60", "&max_age=0"})
    EXPECT_TRUE(field(world.get(authorization_endpoint, lawful_request(more), {cookie}), "Location")
                    .starts_with("/login?"))
        << more;
  EXPECT_NE(
      parameter(field(world.get(authorization_endpoint, lawful_request("&max_age=10000"), {cookie}),
                      "Location"),
                "code"),
      "");
}

TEST(authorize, believes_no_session_that_does_not_stand) {
  const auto at_login = [](oidc_world& world, const http::field_line& cookie) {
    return field(world.get(authorization_endpoint, lawful_request(), {cookie}), "Location")
        .starts_with("/login?");
  };
  const auto changed = [](oidc_world& world, const std::function<void(sessions::row&)>& change) {
    auto& [id, row] = *world.door.sessions_known.begin();
    auto copy = *row;
    change(copy);
    row = std::make_shared<sessions::row>(copy);
  };
  oidc_world ended, idle, disabled, gone, twice;
  auto cookie = ended.sign_in();
  changed(ended, [&](sessions::row& row) { row.ended_at = ended.door.clock; });
  EXPECT_TRUE(at_login(ended, cookie));
  cookie = idle.sign_in();
  idle.door.clock += 1h;
  EXPECT_TRUE(at_login(idle, cookie));
  cookie = disabled.sign_in();
  users::row user;
  user.phase = users::phase::disabled;
  disabled.door.users_known[disabled.ada] = std::make_shared<users::row>(user);
  EXPECT_TRUE(at_login(disabled, cookie));
  EXPECT_TRUE(at_login(gone, {"Cookie", "__Host-session=session_cookie.AAAA"}));
  cookie = twice.sign_in();
  EXPECT_TRUE(at_login(twice, {"Cookie", cookie.value + "; " + cookie.value}));
  EXPECT_FALSE(at_login(twice, {"Cookie", "unknown=1; " + cookie.value})) << "others are tolerated";
}

TEST(authorize, takes_a_post_and_lets_the_browser_come_again_with_its_cookies) {
  oidc_world world;
  const auto posted = world.post(authorization_endpoint, lawful_request());
  ASSERT_EQ(posted.status, 303);
  const auto to = field(posted, "Location");
  ASSERT_TRUE(to.starts_with("/oauth/v2/authorize/resume?request=")) << to;
  const auto resumed =
      world.get("/oauth/v2/authorize/resume", to.substr(to.find('?') + 1), {world.sign_in()});
  EXPECT_EQ(resumed.status, 303) << "no form of ours was filled in";
  EXPECT_NE(parameter(field(resumed, "Location"), "code"), "");
}

bool asks_as_whom(const http::response& reply) {
  return reply.status == 200 && reply.body.find("Continue as Ada") != std::string::npos;
}

/// RFC 8252 section 8.6.
TEST(authorize, gives_a_native_client_no_code_for_a_session_alone) {
  oidc_world world;
  world.make_native();
  const auto cookie = world.sign_in();
  const auto answer = [&](const std::string& request) {
    return world.get(authorization_endpoint, request, {cookie});
  };
  for (const auto* uri : {"com.example.app%3A%2Fback", "http%3A%2F%2F127.0.0.1%3A49152%2Fback"}) {
    const auto page = answer(request_to(uri));
    EXPECT_TRUE(asks_as_whom(page)) << page.body;
    EXPECT_NE(page.body.find("The Shop"), std::string::npos);
    const auto silent = answer(request_to(uri, "&prompt=none"));
    EXPECT_EQ(parameter(field(silent, "Location"), "error"), "interaction_required");
  }
  EXPECT_TRUE(world.door.wishes.empty());
  const auto claimed = answer(lawful_request("&prompt=none"));
  EXPECT_NE(parameter(field(claimed, "Location"), "code"), "") << "the system knows whose it is";
}

TEST(authorize, asks_for_a_native_client_after_a_post_too) {
  oidc_world world;
  world.make_native();
  const auto query = query_of(world.post(authorization_endpoint, native_request()));
  EXPECT_TRUE(asks_as_whom(world.get(resume_endpoint, query, {world.sign_in()})));
}

TEST(authorize, gives_a_native_client_a_code_after_a_login) {
  oidc_world world;
  world.make_native();
  visitor at(world, world.get(authorization_endpoint, native_request()));
  const auto page = follow_login(world, at.type("ada", "right"));
  EXPECT_TRUE(leads_to(page).starts_with("com.example.app:/back?code=")) << page.body;
}

TEST(authorize, goes_on_after_its_own_login) {
  for (const auto* more :
       {"", "&prompt=login", "&max_age=0", "&max_age=60", "&prompt=select_account"}) {
    oidc_world world;
    visitor at(world, more);
    const auto page = follow_login(world, at.type("ada", "right"));
    EXPECT_NE(parameter(leads_to(page), "code"), "") << more << page.body;
  }
}

/// A request that somebody without a session began, in the browser of somebody who has one.
TEST(authorize, takes_no_login_page_for_an_answer) {
  oidc_world world;
  const auto begun = [&](const std::string& request) {
    return query_of(world.get(authorization_endpoint, request));
  };
  const auto choice = begun(lawful_request("&prompt=select_account"));
  const auto login = begun(lawful_request("&prompt=login"));
  const auto at_once = begun(lawful_request("&max_age=0"));
  world.make_native();
  const auto native = begun(native_request());
  world.door.clock += 1s;
  const auto cookie = world.sign_in();
  for (const auto& query : {choice, native})
    EXPECT_TRUE(asks_as_whom(world.get(resume_endpoint, query, {cookie})));
  for (const auto& query : {login, at_once})
    EXPECT_TRUE(field(world.get(resume_endpoint, query, {cookie}), "Location")
                    .starts_with("/login?request="))
        << "a login for something else";
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(authorize, takes_no_answer_that_was_given_in_another_session) {
  oidc_world chosen, logged_in;
  visitor at_choice(chosen, "&prompt=select_account"), at_login(logged_in, "&prompt=login");
  const auto to_choice = query_of(at_choice.type("ada", "right"));
  EXPECT_TRUE(asks_as_whom(chosen.get(resume_endpoint, to_choice, {chosen.sign_in()})));
  const auto to_login = query_of(at_login.type("ada", "right"));
  const auto reply = logged_in.get(resume_endpoint, to_login, {logged_in.sign_in()});
  EXPECT_TRUE(field(reply, "Location").starts_with("/login?request="));
}

TEST(authorize, resumes_no_request_that_is_over_or_not_ours) {
  oidc_world world;
  const auto to = field(world.post(authorization_endpoint, lawful_request()), "Location");
  const auto query = to.substr(to.find('?') + 1);
  EXPECT_EQ(world.get("/oauth/v2/authorize/resume", "request=x", {world.sign_in()}).status, 403);
  EXPECT_EQ(world.get("/oauth/v2/authorize/resume", "", {world.sign_in()}).status, 403);
  world.change_client([](clients::row& row) { row.redirect_uris = {"https://shop.example/new"}; });
  EXPECT_EQ(world.get("/oauth/v2/authorize/resume", query, {world.sign_in()}).status, 403);
  oidc_world later;
  later.door.clock += 10min;
  EXPECT_EQ(later.get("/oauth/v2/authorize/resume", query, {later.sign_in()}).status, 403);
}

std::string hint_for(const oidc_world& world, const uuid& user) {
  grants::row row;
  row.user = user;
  const token_facts facts{world.door.who.issuer, "shop",          {}, "t",
                          world.door.clock,      world.door.clock};
  return "&id_token_hint=" + scripted_door::signed_text("key-1", id_token_type,
                                                        id_token_claims(facts, row, "x", "RS256"));
}

TEST(authorize, takes_only_the_user_it_is_hinted_at) {
  oidc_world world;
  const auto cookie = world.sign_in();
  const auto right = lawful_request("&prompt=none" + hint_for(world, world.ada));
  EXPECT_NE(
      parameter(field(world.get(authorization_endpoint, right, {cookie}), "Location"), "code"), "");
  const auto wrong = hint_for(world, uuid::random({99}));
  EXPECT_EQ(parameter(field(world.get(authorization_endpoint,
                                      lawful_request("&prompt=none" + wrong), {cookie}),
                            "Location"),
                      "error"),
            "login_required");
  EXPECT_TRUE(field(world.get(authorization_endpoint, lawful_request(wrong), {cookie}), "Location")
                  .starts_with("/login?"));
  const auto forged = lawful_request("&id_token_hint=eyJhbGciOiJub25lIn0.e30.");
  EXPECT_EQ(
      parameter(field(world.get(authorization_endpoint, forged, {cookie}), "Location"), "error"),
      "invalid_request");
}

TEST(authorize, is_unavailable_when_nobody_can_say) {
  oidc_world world;
  const auto cookie = world.sign_in();
  world.door.refusing["grant"] = "overloaded";
  EXPECT_THROW(world.get(authorization_endpoint, lawful_request(), {cookie}),
               http::workspace_unavailable);
  world.door.refusing["grant"] = "invalid_value";
  EXPECT_EQ(
      parameter(field(world.get(authorization_endpoint, lawful_request(), {cookie}), "Location"),
                "error"),
      "server_error");
}

}
}
