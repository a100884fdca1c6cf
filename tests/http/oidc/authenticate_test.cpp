// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authenticate.hpp"

#include "http/server/client_address.hpp"
#include "tests/support/flow_world.hpp"
#include "tests/support/logged.hpp"
#include "tests/support/login_visitor.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <regex>

/// Guessing at passwords over a real workspace: who is told what, what it costs, and how often.
namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto right = "correct+horse+battery+staple";
constexpr int free_failures = 5;

class guessing : public testing::Test, protected flow_world {
protected:
  /// What somebody without cookies is told, but for what is drawn at random and how long it is.
  std::string told(const std::string& name, const std::string& password) {
    jar.clear();
    const auto reply = log_in(name, password);
    auto text = std::to_string(reply.status);
    for (const auto& each : reply.fields)
      text += "\n" + each.name + ": " + each.value;
    static const std::regex drawn{"(name=\"(?:request|token)\" value=\"|request=)[^\"]*"};
    static const std::regex wait{"(Retry-After: |Wait <strong>)\\d+"};
    text = std::regex_replace(text + "\n" + reply.body, drawn, "$1");
    return std::regex_replace(text, wait, "$1");
  }

  void lock(const std::string& name) {
    for (int each = 0; each <= free_failures; ++each) {
      address = "203.0.113." + std::to_string(each);
      EXPECT_EQ(log_in(name, "wrong").status, 403);
    }
  }

  /// The login form sent from somewhere.
  http::request form(const std::string& name, const std::string& from) {
    if (typed_.empty()) typed_ = login_form();
    auto asked = own_form("/login", typed_ + "&password=wrong&user_name=" + name);
    asked.address = from;
    return asked;
  }

private:
  std::string typed_;
};

TEST_F(guessing, tells_and_costs_the_same_for_everybody_before_and_in_a_pause) {
  register_user("locked", "her own words");
  const auto disabled = register_user("disabled", "her own words");
  decided<user::noun>(disabled, user::disable{});
  lock("locked");
  struct row {
    std::string name, password;
  };
  const std::vector<row> table{{"ada", "wrong"},
                               {"nobody", "wrong"},
                               {"locked", "her+own+words"},
                               {"disabled", "her+own+words"},
                               {"", "wrong"}};
  std::vector<std::string> before, paused;
  for (std::size_t each = 0; each < table.size(); ++each) {
    address = "192.0.2." + std::to_string(each);
    verified = 0;
    for (int tries = 0; tries <= free_failures; ++tries)
      before.push_back(told(table[each].name, table[each].password));
    EXPECT_EQ(verified, free_failures + 1) << table[each].name;
    paused.push_back(told(table[each].name, table[each].password));
    EXPECT_EQ(verified, free_failures + 1) << "nothing is hashed in a pause";
  }
  for (const auto& each : before)
    EXPECT_EQ(each, before.front());
  for (const auto& each : paused)
    EXPECT_EQ(each, paused.front());
  EXPECT_TRUE(before.front().starts_with("403\n"));
  EXPECT_TRUE(paused.front().starts_with("429\n"));
  world.pass(31s);
  EXPECT_EQ(told("", "wrong"), before.front()) << "as if nothing had been";
}

/// How a text is written changes neither who gets in nor what it costs.
TEST_F(guessing, costs_one_hash_for_composed_and_decomposed_text) {
  register_user("zoe", "caf\u00e9 au lait du matin");
  const std::string composed = "caf%C3%A9+au+lait+du+matin",
                    decomposed = "cafe%CC%81+au+lait+du+matin";
  const auto cost = [&](const std::string& name, const std::string& password, int status) {
    jar.clear();
    verified = 0;
    EXPECT_EQ(log_in(name, password).status, status) << name;
    return verified.load();
  };
  EXPECT_EQ(cost("zoe", composed, 303), 1);
  EXPECT_EQ(cost("zoe", decomposed, 303), 1);
  for (const auto* name : {"zoe", "nobody"})
    for (const auto* wrong : {"caf%C3%A9", "cafe%CC%81"})
      EXPECT_EQ(cost(name, wrong, 403), 1) << name << ' ' << wrong;
}

TEST_F(guessing, takes_what_was_hashed_elsewhere_as_it_was_typed_until_it_is_hashed_here) {
  const auto zoe = register_user("zoe", "another");
  // PBKDF2 of the decomposed text, by Python's hashlib.
  const std::string elsewhere = "$pbkdf2-sha256$i=1000$c2l4dGVlbiBieXRlcy4uLg$n"
                                "6P1O0CRr4DxxpSkQPJldG1enuNsfy1aT/5cA3Wv+ls";
  decided<credential::noun>(zoe, credential::set_password{plain{elsewhere}, false});
  EXPECT_EQ(log_in("zoe", "caf%C3%A9+au+lait+du+matin").status, 403);
  EXPECT_EQ(log_in("zoe", "cafe%CC%81+au+lait+du+matin").status, 303);
  jar.clear();
  EXPECT_EQ(log_in("zoe", "caf%C3%A9+au+lait+du+matin").status, 303)
      << "renewed in its normal form";
}

TEST_F(guessing, lets_in_again_who_waited) {
  for (int tries = 0; tries <= free_failures; ++tries)
    log_in("ada", "wrong");
  EXPECT_EQ(log_in("ada", right).status, 429);
  world.pass(31s);
  EXPECT_EQ(log_in("ada", right).status, 303);
  for (int tries = 0; tries < free_failures; ++tries)
    EXPECT_EQ(log_in("ada", "wrong", "&prompt=login").status, 403);
  EXPECT_EQ(log_in("ada", right, "&prompt=login").status, 303) << "from zero again";
}

/// It is written beside the reply.
TEST_F(guessing, leaves_its_lockout_in_the_journal) {
  lock("ada");
  const auto held = world.finish(acme->credential_of(ada));
  EXPECT_EQ(held.failures, free_failures + 1);
  EXPECT_GT(held.locked_until, acme->now());
}

TEST_F(guessing, is_no_faster_by_64_at_once_under_many_spellings_from_many_places) {
  const std::vector<std::string> spellings{"ada", "ADA", "+ada", "aDa++", "%09Ada"};
  std::vector<http::request> all;
  for (std::size_t each = 0; each < 64; ++each)
    all.push_back(form(spellings[each % spellings.size()], "198.51.100." + std::to_string(each)));
  for (const auto& reply : serve_at_once(std::move(all)))
    EXPECT_TRUE(reply.status == 403 || reply.status == 503) << reply.status;
  EXPECT_GT(compared, 0);
  EXPECT_LE(compared, free_failures + 1);
}

TEST_F(guessing, is_no_faster_by_64_at_once_from_one_place) {
  const std::vector<std::string> spellings{"ada", "ADA", "+ada", "aDa++", "%09Ada"};
  std::vector<http::request> all;
  for (std::size_t each = 0; each < 64; ++each)
    all.push_back(form(spellings[each % spellings.size()], "2001:db8::" + std::to_string(each)));
  const auto replies = serve_at_once(std::move(all));
  EXPECT_EQ(std::ranges::count(replies, 429, &http::response::status), 64 - free_failures - 1);
  EXPECT_EQ(verified, free_failures + 1);
}

/// What comes through a peer that says whom it forwards.
http::request forwarded(http::request asked, const std::string& peer, const std::string& client) {
  static const auto named = http::client_behind(*http::trusted_proxies::make("10.0.0.1"));
  asked.fields.push_back({"X-Forwarded-For", client});
  asked.address = named(peer, asked);
  return asked;
}

TEST_F(guessing, is_counted_for_the_client_that_a_known_proxy_names) {
  const auto through = [&](const std::string& client) {
    return serve(forwarded(form("nobody", ""), "10.0.0.1", client)).status;
  };
  for (int tries = 0; tries <= free_failures; ++tries)
    EXPECT_EQ(through("203.0.113.1"), 403);
  EXPECT_EQ(through("203.0.113.1"), 429);
  EXPECT_EQ(through("203.0.113.2"), 403);
}

TEST_F(guessing, is_counted_for_the_peer_whatever_it_says_of_itself) {
  const auto through = [&](const std::string& client) {
    return serve(forwarded(form("nobody", ""), "10.0.0.2", client)).status;
  };
  for (int tries = 0; tries <= free_failures; ++tries)
    EXPECT_EQ(through("203.0.113." + std::to_string(tries)), 403);
  EXPECT_EQ(through("203.0.113.99"), 429);
}

/// Six wrong guesses, and what the right password is told then.
observed paused(const std::function<void(oidc_world&)>& prepare, const std::string& name) {
  oidc_world world;
  visitor at(world);
  prepare(world);
  for (int tries = 0; tries < 6; ++tries)
    EXPECT_EQ(at.type(name, "wrong").status, 403);
  world.door.asked.clear();
  return observe(world, at.type(name, "right"));
}

TEST(authenticate, pauses_for_everybody_alike) {
  const auto disable = [](oidc_world& world) {
    world.door.users_known[world.ada] =
        std::make_shared<users::row>(user_in(users::phase::disabled));
  };
  const auto lock = [](oidc_world& world) {
    world.door.credentials[world.ada].failures = 9;
    world.door.credentials[world.ada].locked_until = world.door.clock + 1h;
  };
  const auto known = paused([](oidc_world&) {}, "ada");
  EXPECT_EQ(known.status, 429);
  EXPECT_EQ(known.verified, 6) << "the seventh is not hashed";
  EXPECT_EQ(paused([](oidc_world&) {}, "nobody"), known);
  EXPECT_EQ(paused([](oidc_world&) {}, ""), known);
  EXPECT_EQ(paused(disable, "ada"), known);
  EXPECT_EQ(paused(lock, "ada"), known);
}

TEST(authenticate, says_when_to_come_back_and_how) {
  oidc_world world;
  visitor at(world, "&login_hint=ada");
  for (int tries = 0; tries < 6; ++tries)
    at.type("ada", "wrong");
  world.door.clock += 1500ms;
  const auto page = at.type("ada", "right");
  EXPECT_EQ(page.status, 429);
  EXPECT_EQ(field(page, "Retry-After"), "29") << "rounded up";
  EXPECT_EQ(field(page, "Cache-Control"), "no-store");
  EXPECT_NE(page.body.find("<strong>29 seconds</strong>"), std::string::npos);
  EXPECT_NE(page.body.find("href=\"/login?request=" + at.request + "\""), std::string::npos);
  EXPECT_EQ(page.body.find("ada"), std::string::npos) << "whoever was meant";
  world.door.clock += 28500ms;
  EXPECT_EQ(at.type("ada", "right").status, 303);
}

TEST(authenticate, pauses_an_address_that_tries_many_names) {
  oidc_world world;
  visitor at(world);
  for (int tries = 0; tries <= 50; ++tries)
    EXPECT_EQ(at.type("nobody" + std::to_string(tries), "wrong").status, 403);
  EXPECT_EQ(at.type("nobody", "wrong").status, 429);
  EXPECT_EQ(at.type("ada", "right").status, 429) << "whoever it is";
  world.address = "192.0.2.2";
  EXPECT_EQ(at.type("ada", "right").status, 303);
}

TEST(authenticate, says_nothing_of_an_account_that_others_locked) {
  oidc_world world;
  visitor at(world);
  for (int tries = 0; tries < 6; ++tries)
    at.type("ada", "wrong");
  EXPECT_EQ(at.type("ada", "wrong").status, 429);
  world.address = "192.0.2.2";
  EXPECT_EQ(at.type("ada", "wrong").status, 403);
  EXPECT_EQ(at.type("nobody", "wrong").status, 403);
}

TEST(authenticate, records_the_first_of_a_pause_and_counts_the_others) {
  oidc_world world;
  visitor at(world);
  for (int tries = 0; tries < 20; ++tries)
    at.type("nobody", "wrong");
  const auto told = world.wished<refusal::noun>();
  ASSERT_EQ(told.size(), 7U);
  EXPECT_EQ(std::get<refusal::record>(told[6]).code, "locked");
  EXPECT_EQ(std::get<refusal::record>(told[6]).client, world.shop);
  EXPECT_EQ(world.throttle.delays().by_name, 14U);
}

TEST(authenticate, forgets_wrong_passwords_after_the_right_one) {
  oidc_world world;
  visitor at(world, "&prompt=login");
  for (int rounds = 0; rounds < 3; ++rounds) {
    for (int tries = 0; tries < 5; ++tries)
      EXPECT_EQ(at.type("ada", "wrong").status, 403);
    EXPECT_EQ(at.type("ada", "right").status, 303);
  }
}

/// What the aggregates have answered when a wrong password is refused. The credential answers last,
/// if it is not waited for.
std::vector<std::string> answered_before_the_reply(oidc_world& world, const visitor& at,
                                                   const std::string& name) {
  constexpr int most_turns = 1000;
  std::vector<std::string> answered, before;
  bool replied = false;
  world.door.before_answer = [&](const command_envelope& wish) -> asio::awaitable<void> {
    const auto executor = co_await asio::this_coro::executor;
    const bool last = wish.category == credential::category;
    for (int turns = 0; last && !replied && turns < most_turns; ++turns)
      co_await asio::post(executor, asio::use_awaitable);
    answered.push_back(wish.category);
  };
  asio::io_context loop;
  asio::co_spawn(loop, world.handled(at.form(name, "wrong")),
                 [&](std::exception_ptr, const http::response&) {
                   replied = true;
                   before = answered;
                 });
  loop.run();
  world.door.before_answer = nullptr;
  EXPECT_EQ(answered.size(), before.size() + 1) << "the credential is told all the same";
  return before;
}

/// A lockout is written, and the failures before it are not: nobody is to see that by the time.
TEST(authenticate, waits_for_one_record_whether_or_not_there_is_something_to_lock) {
  oidc_world world;
  const visitor at(world);
  const std::vector<std::string> one{"refusal"};
  for (int tries = 0; tries < 6; ++tries)
    EXPECT_EQ(answered_before_the_reply(world, at, "ada"), one) << tries;
  EXPECT_EQ(answered_before_the_reply(world, at, "nobody"), one);
  const auto noted = world.wished<credential::noun>();
  ASSERT_EQ(noted.size(), 7U);
  EXPECT_EQ(std::get<credential::note_failure>(noted[5]).failures, 6U) << "which locks";
}

TEST(authenticate, says_in_the_log_that_a_failure_could_not_be_noted) {
  oidc_world world;
  visitor at(world);
  world.door.refusing["credential"] = "unavailable";
  const logged log;
  EXPECT_EQ(at.type("ada", "wrong").status, 403);
  EXPECT_EQ(log.count("was not noted"), 1) << log.lines.str();
  EXPECT_EQ(log.count("(request request-1): "), 1) << log.lines.str();
}

TEST(authenticate, counts_no_failure_where_nobody_could_check) {
  oidc_world world;
  visitor at(world);
  world.door.refusing["credential"] = "unavailable";
  for (int tries = 0; tries < 10; ++tries)
    EXPECT_THROW(at.type("ada", "right"), http::workspace_unavailable);
  world.door.refusing.clear();
  EXPECT_EQ(at.type("ada", "right").status, 303);
}

}
}
