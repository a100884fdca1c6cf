// SPDX-License-Identifier: Apache-2.0
#include "http/account/account.hpp"

#include "tests/support/oidc_world.hpp"

namespace muniment::account {
namespace {

using namespace test;
using namespace std::chrono_literals;

std::string request_in(const http::response& redirect) {
  return between(field(redirect, "Location") + "\n", "request=", "\n");
}

std::string token_in(const http::response& page) {
  return between(page.body, "name=\"token\" value=\"", "\"");
}

/// The cookies a reply leaves the browser with, by name; an empty value deletes.
std::map<std::string, std::string> cookies_of(const http::response& reply) {
  std::map<std::string, std::string> jar;
  for (const auto& each : reply.fields)
    if (each.name == "Set-Cookie")
      jar[between(each.value, "", "=")] = between(each.value, "=", ";");
  return jar;
}

/// A browser that opened the account page and was sent to the login page.
struct newcomer {
  oidc_world& world;
  http::response page;
  std::string request;
  http::field_line cookie;

  explicit newcomer(oidc_world& at) : world(at) {
    request = request_in(world.get("/account", ""));
    page = world.get("/login", "request=" + request);
    cookie = {"Cookie", between(field(page, "Set-Cookie"), "", ";")};
  }

  http::response type(const std::string& name, const std::string& password) {
    return world.post("/login",
                      "request=" + request + "&token=" + token_in(page) + "&user_name=" + name +
                          "&password=" + password,
                      {own_origin, cookie});
  }
};

TEST(account, is_where_the_host_itself_leads) {
  oidc_world world;
  const auto reply = world.get("/", "");
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(field(reply, "Location"), "/account");
}

TEST(account, asks_who_it_is_on_the_login_page) {
  oidc_world world;
  const auto reply = world.get("/account", "");
  EXPECT_EQ(reply.status, 303);
  EXPECT_TRUE(field(reply, "Location").starts_with("/login?request="));
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  const newcomer at(world);
  EXPECT_EQ(at.page.status, 200);
  EXPECT_NE(at.page.body.find("to see your account"), std::string::npos);
  EXPECT_TRUE(field(at.page, "Content-Security-Policy").ends_with("; form-action 'self'"));
}

TEST(account, is_where_its_login_leads) {
  oidc_world world;
  newcomer at(world);
  const auto reply = at.type("ada", "right");
  ASSERT_EQ(reply.status, 303) << reply.body;
  EXPECT_EQ(field(reply, "Location"), "/account");
  EXPECT_EQ(cookies_of(reply)["__Host-visitor"], "");
  EXPECT_NE(cookies_of(reply)["__Host-session"], "");
  const auto started = world.wished<session::noun>();
  ASSERT_EQ(started.size(), 1U);
  const auto& wish = std::get<session::start>(started[0]);
  EXPECT_EQ(wish.user, world.ada);
  EXPECT_EQ(wish.client, std::nullopt) << "no client's request led to it";
  EXPECT_TRUE(session::decide({}, wish)) << "the aggregate takes it";
}

TEST(account, goes_nowhere_that_a_form_names) {
  oidc_world world;
  newcomer at(world);
  at.request += "&redirect_uri=https%3A%2F%2Fevil.example&return_to=https%3A%2F%2Fevil.example";
  EXPECT_EQ(field(at.type("ada", "right"), "Location"), "/account");
}

TEST(account, needs_no_haste_to_sign_in) {
  oidc_world world;
  newcomer at(world);
  world.door.clock += 55min;
  EXPECT_EQ(field(at.type("ada", "right"), "Location"), "/account");
}

TEST(account, refuses_a_login_without_naming_a_client) {
  oidc_world world;
  newcomer at(world);
  const auto known = at.type("ada", "wrong");
  const auto unknown = at.type("nobody", "wrong");
  EXPECT_EQ(known.status, 403);
  auto same = known.body;
  same.replace(same.find(token_in(known)), token_in(known).size(), token_in(unknown));
  EXPECT_EQ(same, unknown.body);
  const auto told = world.wished<refusal::noun>();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::get<refusal::record>(told[0]).client, std::nullopt);
  EXPECT_EQ(std::get<refusal::record>(told[0]).code, "wrong_credentials");
}

TEST(account, says_when_no_session_could_begin) {
  oidc_world world;
  newcomer at(world);
  world.door.refusing["session"] = "invalid_value";
  const auto reply = at.type("ada", "right");
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("You are not signed in yet"), std::string::npos);
  EXPECT_EQ(cookies_of(reply).count("__Host-session"), 0U);
}

TEST(account, is_no_way_to_a_code) {
  oidc_world world;
  const newcomer at(world);
  const auto cookie = world.sign_in();
  EXPECT_EQ(world.get("/oauth/v2/authorize/resume", "request=" + at.request, {cookie}).status, 403);
}

TEST(account, shows_who_is_signed_in) {
  oidc_world world;
  const auto cookie = world.sign_in(25h);
  const auto page = world.get("/account", "", {cookie});
  ASSERT_EQ(page.status, 200);
  for (const auto* part :
       {"<strong>Ada</strong>", "<dd>ada</dd>", "ada@shop.example", ">verified<",
        "2 March 2026, 11:00 UTC", "with your password", "action=\"/account/sign-out\""})
    EXPECT_NE(page.body.find(part), std::string::npos) << part;
  EXPECT_EQ(field(page, "Cache-Control"), "no-store");
  EXPECT_TRUE(field(page, "Content-Security-Policy").ends_with("; form-action 'self'"));
  EXPECT_EQ(field(page, "Referrer-Policy"), "same-origin") << "or browsers hide the Origin";
}

TEST(account, says_what_is_not_known) {
  oidc_world world;
  const auto cookie = world.sign_in();
  auto& person = world.door.people[world.ada];
  person.email_verified = false;
  EXPECT_NE(world.get("/account", "", {cookie}).body.find(">not verified<"), std::string::npos);
  person.email = person.display_name = std::nullopt;
  const auto page = world.get("/account", "", {cookie});
  EXPECT_NE(page.body.find("<strong>ada</strong>"), std::string::npos);
  EXPECT_NE(page.body.find("<dd>none</dd>"), std::string::npos);
}

TEST(account, keeps_a_session_that_is_used) {
  oidc_world world;
  auto cookie = world.sign_in();
  for (int i = 0; i < 3; ++i) {
    world.door.clock += 59min;
    const auto page = world.get("/account", "", {cookie});
    ASSERT_EQ(page.status, 200);
    cookie.value = "__Host-session=" + cookies_of(page)["__Host-session"];
  }
  world.door.clock += 60min;
  EXPECT_EQ(world.get("/account", "", {cookie}).status, 303) << "idle for an hour";
}

TEST(account, believes_only_a_session_that_stands) {
  oidc_world world;
  const auto cookie = world.sign_in();
  const auto asked = [&](const http::field_line& sent) {
    return world.get("/account", "", {sent}).status;
  };
  EXPECT_EQ(asked(cookie), 200);
  EXPECT_EQ(asked({"Cookie", cookie.value + "; " + cookie.value}), 303) << "twice";
  EXPECT_EQ(asked({"Cookie", cookie.value + "A"}), 303);
  world.door.people.erase(world.ada);
  EXPECT_EQ(asked(cookie), 303) << "nobody is behind it any more";
}

/// Somebody who is signed in and has the page before them.
struct member {
  oidc_world& world;
  http::field_line cookie;
  std::string token;

  explicit member(oidc_world& at) : world(at), cookie(at.sign_in()) {
    token = token_in(world.get("/account", "", {cookie}));
  }

  http::response leave(std::vector<http::field_line> fields, const std::string& body) {
    return world.post("/account/sign-out", body, std::move(fields));
  }
};

TEST(account, ends_the_session_it_signs_out_of) {
  oidc_world world;
  member at(world);
  const auto reply = at.leave({at.cookie, own_origin}, "token=" + at.token);
  ASSERT_EQ(reply.status, 303) << reply.body;
  EXPECT_EQ(field(reply, "Location"), "/account/signed-out");
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-session=;"));
  EXPECT_NE(field(reply, "Set-Cookie").find("Max-Age=0"), std::string::npos);
  const auto wishes = world.wished<session::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(std::get<session::end>(wishes[0]).reason, session::session_end::logout);
  EXPECT_EQ(world.door.wishes[0].stream, world.door.sessions_known.begin()->first);
  EXPECT_EQ(world.door.wishes[0].actor.id, world.ada);
  const auto page = world.get("/account/signed-out", "");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("You are signed out"), std::string::npos);
}

TEST(account, signs_out_by_its_own_form_only) {
  oidc_world world;
  member at(world);
  const auto body = "token=" + at.token;
  const auto tried = [&](std::vector<http::field_line> fields, const std::string& sent) {
    return at.leave(std::move(fields), sent).status;
  };
  EXPECT_EQ(tried({at.cookie}, body), 403) << "no Origin";
  EXPECT_EQ(tried({at.cookie, {"Origin", "null"}}, body), 403);
  EXPECT_EQ(tried({at.cookie, {"Origin", "https://evil.example:8443"}}, body), 403);
  EXPECT_EQ(tried({at.cookie, own_origin, own_origin}, body), 403);
  EXPECT_EQ(tried({own_origin}, body), 403) << "no session";
  EXPECT_EQ(tried({own_origin, {"Cookie", at.cookie.value + "; " + at.cookie.value}}, body), 403);
  EXPECT_EQ(tried({own_origin, at.cookie}, ""), 403) << "no token";
  EXPECT_EQ(tried({own_origin, at.cookie}, body + "&" + body), 403) << "two of them";
  EXPECT_EQ(tried({own_origin, at.cookie}, "token=" + token_in(newcomer(world).page)), 403)
      << "a login form's";
  EXPECT_TRUE(world.door.wishes.empty());
  EXPECT_EQ(tried({own_origin, at.cookie}, body), 303);
}

TEST(account, does_not_say_signed_out_while_a_session_stands) {
  oidc_world world;
  member at(world);
  EXPECT_EQ(field(world.get("/account/signed-out", "", {at.cookie}), "Location"), "/account");
  world.door.refusing["session"] = "not_found";
  const auto reply = at.leave({at.cookie, own_origin}, "token=" + at.token);
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(field(reply, "Set-Cookie"), "");
  EXPECT_NE(reply.body.find("You are still signed in"), std::string::npos);
}

}
}
