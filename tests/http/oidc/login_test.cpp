// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login.hpp"

#include "http/oidc/authenticate.hpp"
#include "tests/support/flow_world.hpp"
#include "tests/support/logged.hpp"
#include "tests/support/login_visitor.hpp"

#include <future>

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

TEST(login, shows_the_form_bound_to_the_browser) {
  oidc_world world;
  const visitor at(world, "&login_hint=ada");
  const auto page = world.get("/login", "request=" + at.request);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("The Shop"), std::string::npos);
  EXPECT_NE(page.body.find("value=\"ada\""), std::string::npos);
  EXPECT_EQ(field(page, "Referrer-Policy"), "same-origin") << "or browsers hide the Origin";
  EXPECT_TRUE(field(page, "Content-Security-Policy").ends_with("form-action 'self'"));
  const auto cookie = field(page, "Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-visitor=")) << cookie;
  EXPECT_TRUE(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax")) << cookie;
  const auto again = world.get("/login", "request=" + at.request, {at.cookie});
  EXPECT_EQ(field(again, "Set-Cookie"), "") << "one cookie for all tabs";
}

TEST(login, starts_a_session_and_goes_on) {
  oidc_world world;
  visitor at(world);
  const auto reply = at.type("ADA", "right");
  ASSERT_EQ(reply.status, 303) << reply.body;
  const auto started = world.wished<session::noun>();
  ASSERT_EQ(started.size(), 1U);
  const auto& wish = std::get<session::start>(started[0]);
  EXPECT_EQ(wish.user, world.ada);
  EXPECT_EQ(wish.client, world.shop) << "whose request led to it";
  EXPECT_EQ(wish.methods, std::vector<std::string>{"pwd"});
  EXPECT_EQ(wish.expires_at, world.door.clock + 24h);
  EXPECT_TRUE(session::decide({}, wish)) << "the aggregate takes it";
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-session="));
  EXPECT_TRUE(
      field(reply, "Location").starts_with("/oauth/v2/authorize/resume?request=pending_login."));
  EXPECT_EQ(world.verified, 1);
}

TEST(login, leads_back_to_the_client_by_a_page) {
  oidc_world world;
  const visitor at(world);
  const auto page =
      world.get("/oauth/v2/authorize/resume", "request=" + at.request, {world.sign_in()});
  EXPECT_EQ(page.status, 200) << "browsers would hold a redirect to the form's policy";
  EXPECT_EQ(field(page, "Location"), "");
  EXPECT_EQ(field(page, "Cache-Control"), "no-store") << "it holds the code";
  EXPECT_TRUE(leads_to(page).starts_with("https://shop.example/back?code=")) << page.body;
  EXPECT_EQ(parameter(leads_to(page), "state"), "abc");
  EXPECT_NE(page.body.find("Continue to The Shop"), std::string::npos);
  EXPECT_TRUE(field(page, "Set-Cookie").starts_with("__Host-session=")) << "used now";
}

TEST(login, tells_the_client_by_a_page_that_no_session_began) {
  oidc_world world;
  visitor at(world);
  world.door.refusing["session"] = "invalid_state";
  const auto reply = at.type("ada", "right");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(parameter(leads_to(reply), "error"), "server_error");
}

TEST(login, renews_an_old_hash) {
  oidc_world world;
  visitor at(world);
  at.type("ada", "right");
  EXPECT_EQ(world.hashed, 1) << "the test's hashes are of no known scheme";
  const auto noted = world.wished<credential::noun>();
  ASSERT_EQ(noted.size(), 1U);
  const auto& wish = std::get<credential::note_success>(noted[0]);
  EXPECT_EQ(wish.verified, plain<std::string>("$right"));
  EXPECT_TRUE(wish.rehash);
}

TEST(login, is_no_failure_because_another_one_renewed_the_hash) {
  oidc_world world;
  world.door.refusing["credential"] = "invalid_state";
  world.door.refusing_only["credential"] = 1;
  visitor at(world);
  EXPECT_EQ(at.type("ada", "right").status, 303);
  EXPECT_EQ(world.verified, 2);
  EXPECT_TRUE(world.wished<refusal::noun>().empty());
}

TEST(login, ends_the_session_before) {
  oidc_world world;
  visitor at(world, "&prompt=login");
  const auto before = world.sign_in(1min);
  at.cookie.value += "; " + before.value;
  ASSERT_EQ(at.type("ada", "right").status, 303);
  const auto wishes = world.wished<session::noun>();
  ASSERT_EQ(wishes.size(), 2U);
  EXPECT_EQ(std::get<session::end>(wishes[1]).reason, session::session_end::replaced);
  EXPECT_NE(world.door.wishes.back().stream,
            world.door.wishes[world.door.wishes.size() - 2].stream);
}

TEST(login, tells_of_a_session_before_that_could_not_be_ended) {
  oidc_world world;
  visitor at(world, "&prompt=login");
  at.cookie.value += "; " + world.sign_in(1min).value;
  world.door.refusing["session"] = "not_found";
  world.door.passing["session"] = 1;
  const logged log;
  EXPECT_EQ(at.type("ada", "right").status, 303) << "who it is now is signed in all the same";
  EXPECT_NE(log.lines.str().find("could not be ended (request request-1)"), std::string::npos)
      << log.lines.str();
}

std::string without_token(std::string page) {
  const auto token = between(page, "name=\"token\" value=\"", "\"");
  return page.replace(page.find(token), token.size(), "TOKEN");
}

/// An operator sets another password once this one was checked, and has ended all sessions before
/// there is one.
TEST(login, takes_back_a_session_of_a_password_that_was_replaced_meanwhile) {
  oidc_world world;
  visitor at(world);
  const auto wrong = at.type("ada", "wrong");
  world.door.before_answer = [&world](const command_envelope& wish) -> asio::awaitable<void> {
    if (wish.category == session::category)
      world.door.credentials[world.ada].password_hash = plain<std::string>("$another");
    co_return;
  };
  const auto reply = at.type("ada", "right");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(without_token(reply.body), without_token(wrong.body));
  EXPECT_EQ(field(reply, "Set-Cookie"), "");
  const auto wishes = world.wished<session::noun>();
  ASSERT_EQ(wishes.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<session::start>(wishes[0]));
  EXPECT_EQ(std::get<session::end>(wishes[1]).reason, session::session_end::revoked);
  std::vector<uuid> streams;
  for (const auto& wish : world.door.wishes)
    if (wish.category == session::category) streams.push_back(wish.stream);
  EXPECT_EQ(streams[0], streams[1]);
  const auto told = world.wished<refusal::noun>();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1], told[0]) << "as of a wrong password";
}

class late_session : public testing::Test, protected flow_world {
protected:
  /// How many sessions stand, and how many have ended.
  std::pair<int, int> sessions_known() {
    EXPECT_TRUE(world.finish(acme->persisted("sessions")));
    auto& view = acme->views().get<sessions::model>();
    std::pair<int, int> found;
    for (const auto& each : view.list({}, storage::read_models::list_limit))
      ++(each.ended_at ? found.second : found.first);
    return found;
  }
};

/// The same with a credential, a session and a journal that are real.
TEST_F(late_session, of_an_old_password_stands_no_longer_than_the_password) {
  const auto asked = std::make_shared<http::request>(own_form("/login", ""));
  asked->address = address;
  asked->deadline = std::chrono::steady_clock::now() + 30s;
  const call at{*context, *acme, asked};
  const std::string password = "correct horse battery staple";
  const auto log_in = [&] { return world.finish(authenticate(at, {"ada", password, {}})); };
  const auto before = log_in();
  ASSERT_EQ(before.verdict, login_verdict::welcome);
  decided<credential::noun>(ada, credential::set_password{plain(std::string("$another")), false});
  EXPECT_FALSE(world.finish(welcome({at, {}}, ada, before.proven)));
  EXPECT_EQ(sessions_known(), std::pair(0, 1));
  const auto hash = crypto::hash_password(as_bytes(password));
  decided<credential::noun>(ada, credential::set_password{plain(hash), false});
  EXPECT_TRUE(world.finish(welcome({at, {}}, ada, log_in().proven)));
  EXPECT_EQ(sessions_known(), std::pair(1, 1));
}

observed refused(const std::function<void(oidc_world&)>& prepare, const std::string& name) {
  oidc_world world;
  visitor at(world);
  prepare(world);
  world.door.asked.clear();
  auto seen = observe(world, at.type(name, "wrong"));
  const auto token = between(seen.body, "name=\"token\" value=\"", "\"");
  EXPECT_EQ(token.size(), at.token.size());
  seen.body.replace(seen.body.find(token), token.size(), "TOKEN");
  // The visitor cookie is random, and the sealed request of each world is the same.
  return seen;
}

TEST(login, refuses_everybody_alike) {
  const auto wrong = refused([](oidc_world&) {}, "ada");
  EXPECT_EQ(wrong.status, 403);
  EXPECT_EQ(wrong.verified, 1);
  EXPECT_EQ(wrong.hashed, 0);
  EXPECT_NE(wrong.body.find("role=\"alert\""), std::string::npos);
  const auto phase = [](users::phase is) {
    return [is](oidc_world& world) {
      world.door.users_known[world.ada] = std::make_shared<users::row>(user_in(is));
    };
  };
  const auto credential = [](const std::function<void(credential::state<opened>&)>& change) {
    return [change](oidc_world& world) { change(world.door.credentials[world.ada]); };
  };
  EXPECT_EQ(refused([](oidc_world&) {}, "nobody"), wrong);
  EXPECT_EQ(refused([](oidc_world&) {}, ""), wrong) << "no lawful name";
  EXPECT_EQ(refused(phase(users::phase::disabled), "ada"), wrong);
  EXPECT_EQ(refused(phase(users::phase::erased), "ada"), wrong);
  EXPECT_EQ(refused(credential([](auto& held) { held = {}; }), "ada"), wrong) << "no password";
  EXPECT_EQ(refused(credential([](auto& held) {
                      held.failures = 6;
                      held.locked_until = *parse_instant("2026-03-03T12:05:00Z");
                    }),
                    "ada"),
            wrong)
      << "locked";
  EXPECT_EQ(refused(credential([](auto& held) { held.must_change = true; }), "ada"), wrong)
      << "with a password for one use";
}

TEST(login, refuses_the_right_password_of_a_locked_or_disabled_account) {
  oidc_world locked, disabled;
  visitor at_locked(locked), at_disabled(disabled);
  locked.door.credentials[locked.ada].locked_until = locked.door.clock + 1min;
  EXPECT_EQ(at_locked.type("ada", "right").status, 403);
  EXPECT_EQ(locked.verified, 1);
  disabled.door.users_known[disabled.ada] =
      std::make_shared<users::row>(user_in(users::phase::disabled));
  EXPECT_EQ(at_disabled.type("ada", "right").status, 403);
  EXPECT_TRUE(disabled.wished<session::noun>().empty());
}

TEST(login, records_why) {
  oidc_world world;
  visitor at(world);
  at.type("ada", "wrong");
  at.type("nobody", "wrong");
  world.door.credentials[world.ada].locked_until = world.door.clock + 1min;
  at.type("ada", "wrong");
  const auto told = world.wished<refusal::noun>();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(std::get<refusal::record>(told[0]).code, "wrong_credentials");
  EXPECT_EQ(std::get<refusal::record>(told[0]).client, world.shop);
  EXPECT_EQ(std::get<refusal::record>(told[1]).code, "wrong_credentials");
  EXPECT_EQ(std::get<refusal::record>(told[2]).code, "locked");
  std::vector<uuid> streams;
  for (const auto& wish : world.door.wishes)
    if (wish.category == "refusal") streams.push_back(wish.stream);
  EXPECT_NE(streams[0], streams[1]) << "an account and an address";
  EXPECT_EQ(streams[0], streams[2]);
}

TEST(login, counts_failures_for_the_credential) {
  oidc_world world;
  visitor at(world);
  for (int i = 0; i < 6; ++i)
    at.type("ada", "wrong");
  const auto noted = world.wished<credential::noun>();
  ASSERT_EQ(noted.size(), 6U);
  EXPECT_EQ(std::get<credential::note_failure>(noted[0]).failures, 1U);
  EXPECT_EQ(std::get<credential::note_failure>(noted[5]).failures, 6U);
  at.type("nobody", "wrong");
  EXPECT_EQ(std::get<credential::note_failure>(world.wished<credential::noun>()[6]).failures, 0U);
  EXPECT_EQ(world.verified, 7);
}

/// Lets nobody in, and holds it against nobody.
void expect_busy(const http::response& reply, const oidc_world& world) {
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(field(reply, "Retry-After"), "2");
  EXPECT_EQ(std::ranges::count(reply.fields, std::string{"Retry-After"}, &http::field_line::name),
            1);
  EXPECT_NE(reply.body.find("Too many people are signing in"), std::string::npos) << reply.body;
  EXPECT_EQ(field(reply, "Set-Cookie"), "");
  EXPECT_EQ(world.verified, 0);
  EXPECT_TRUE(world.door.wishes.empty()) << world.door.wishes.front().category;
}

TEST(login, is_to_be_tried_again_while_too_many_wait_for_a_hash) {
  oidc_world world;
  visitor at(world);
  std::promise<void> go, begun, done;
  ASSERT_TRUE(world.passwords.offer([&begun, gate = go.get_future().share()] {
    begun.set_value();
    gate.wait();
  }));
  begun.get_future().wait();
  for (std::size_t each = 1; each < world.passwords.most_waiting(); ++each)
    ASSERT_TRUE(world.passwords.offer([] {}));
  ASSERT_TRUE(world.passwords.offer([&done] { done.set_value(); }));
  for (int times = 0; times < 6; ++times)
    expect_busy(at.type("ada", "wrong"), world);
  go.set_value();
  done.get_future().wait();
  EXPECT_EQ(at.type("ada", "right").status, 303) << "a busy login is no failure";
}

TEST(login, hashes_nothing_that_nobody_waits_for_any_more) {
  oidc_world world;
  visitor at(world);
  world.patience = -1s;
  for (int times = 0; times < 6; ++times)
    expect_busy(at.type("ada", "wrong"), world);
  world.patience = 10s;
  EXPECT_EQ(at.type("ada", "right").status, 303);
}

TEST(login, does_not_believe_a_credential_that_changed_meanwhile) {
  oidc_world world;
  visitor at(world);
  world.door.refusing["credential"] = "invalid_state";
  EXPECT_EQ(at.type("ada", "right").status, 403);
  EXPECT_TRUE(world.wished<session::noun>().empty());
}

TEST(login, lets_a_one_time_password_open_nothing) {
  oidc_world world;
  visitor at(world);
  world.door.credentials[world.ada].must_change = true;
  const auto reply = at.type("ada", "right");
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("action=\"/login/password\""), std::string::npos);
  EXPECT_EQ(field(reply, "Set-Cookie"), "");
  EXPECT_TRUE(world.wished<session::noun>().empty());
}

TEST(login, takes_only_its_own_form) {
  oidc_world world;
  const visitor at(world);
  const auto body = at.body("ada", "right");
  const auto tried = [&](std::vector<http::field_line> fields, const std::string& sent) {
    return world.post("/login", sent, std::move(fields)).status;
  };
  EXPECT_EQ(tried({at.cookie}, body), 403) << "no Origin";
  EXPECT_EQ(tried({at.cookie, {"Origin", "null"}}, body), 403);
  EXPECT_EQ(tried({at.cookie, {"Origin", "https://evil.example:8443"}}, body), 403);
  EXPECT_EQ(tried({at.cookie, {"Origin", "https://demo.example"}}, body), 403) << "another port";
  EXPECT_EQ(tried({at.cookie, own_origin, own_origin}, body), 403);
  EXPECT_EQ(tried({own_origin}, body), 403) << "no cookie";
  EXPECT_EQ(tried({own_origin, {"Cookie", "__Host-visitor=" + std::string(43, 'A')}}, body), 403);
  EXPECT_EQ(tried({own_origin, {"Cookie", at.cookie.value + "; " + at.cookie.value}}, body), 403);
  EXPECT_EQ(tried({own_origin, at.cookie}, body + "&user_name=bob"), 403);
  EXPECT_EQ(
      tried({own_origin, at.cookie}, "request=" + at.request + "&user_name=ada&password=right"),
      403)
      << "no token";
  EXPECT_EQ(world.verified, 0) << "nothing of it costs a hash";
  EXPECT_EQ(tried({own_origin, at.cookie}, body), 303);
}

TEST(login, gives_a_browser_without_cookie_another_try) {
  oidc_world world;
  const visitor at(world);
  const auto reply = world.post("/login", at.body("ada", "right"), {own_origin});
  EXPECT_EQ(reply.status, 403);
  EXPECT_TRUE(field(reply, "Set-Cookie").starts_with("__Host-visitor="));
  EXPECT_NE(reply.body.find("name=\"password\""), std::string::npos);
}

TEST(login, is_of_no_use_without_a_request) {
  oidc_world world;
  EXPECT_EQ(world.get("/login", "").status, 403);
  EXPECT_EQ(world.get("/login", "request=x").status, 403);
}

}
}
