// SPDX-License-Identifier: Apache-2.0
#include "http/account/password.hpp"

#include "tests/support/browser.hpp"
#include "tests/support/logged.hpp"
#include "tests/support/login_visitor.hpp"
#include "tests/support/oidc_world.hpp"

namespace muniment::account {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto own_words = "my-own-four-words";

/// Somebody who is signed in and has the form before them. The credential takes what is chosen.
class own_password : public testing::Test {
protected:
  own_password() {
    world.door.before_answer = [this](const command_envelope& wish) -> asio::awaitable<void> {
      take(wish);
      co_return;
    };
  }

  void take(const command_envelope& wish) {
    if (wish.category != credential::category) return;
    const auto asked = *unpack_command<credential::noun>(wish.wish);
    auto& held = world.door.credentials[world.ada];
    if (const auto* change = std::get_if<credential::change_password>(&asked))
      held.password_hash = change->password_hash;
    if (const auto* failed = std::get_if<credential::note_failure>(&asked))
      if (const auto until = credential::lockout_until(failed->failures, failed->now)) {
        held.failures = failed->failures;
        held.locked_until = until;
      }
  }

  http::response shown() { return world.get("/account/password", "", {cookie}); }

  http::response change(const std::string& current, const std::string& chosen,
                        const std::string& repeated) {
    const auto token = between(shown().body, "name=\"token\" value=\"", "\"");
    return world.post("/account/password",
                      "token=" + token + "&current_password=" + current +
                          "&new_password=" + chosen + "&repeated=" + repeated,
                      {own_origin, cookie});
  }
  http::response change(const std::string& current, const std::string& chosen = own_words) {
    return change(current, chosen, chosen);
  }

  /// What the credential was asked to be changed to.
  [[nodiscard]] std::vector<credential::change_password> changes() const {
    std::vector<credential::change_password> found;
    for (const auto& wish : world.wished<credential::noun>())
      if (const auto* wanted = std::get_if<credential::change_password>(&wish))
        found.push_back(*wanted);
    return found;
  }

  static std::string told(const http::response& page) {
    EXPECT_NE(page.body.find("role=\"alert\""), std::string::npos) << page.body;
    return between(page.body, "<h2>", "</h2>");
  }

  oidc_world world;
  http::field_line cookie = world.sign_in();
};

TEST_F(own_password, has_a_form_for_who_is_signed_in) {
  const auto page = shown();
  EXPECT_EQ(page.status, 200);
  for (const auto* part : {"<h1>Change your password</h1>", "value=\"ada\"", "minlength=\"15\"",
                           "action=\"/account/password\""})
    EXPECT_NE(page.body.find(part), std::string::npos) << part;
  EXPECT_EQ(field(page, "Cache-Control"), "no-store");
  EXPECT_TRUE(field(page, "Content-Security-Policy").ends_with("form-action 'self'"));
  EXPECT_TRUE(field(page, "Set-Cookie").starts_with("__Host-session=")) << "used now";
  const auto account = world.get("/account", "", {cookie});
  EXPECT_NE(account.body.find("href=\"/account/password\""), std::string::npos);
}

TEST_F(own_password, asks_who_it_is_on_the_login_page) {
  const auto reply = world.get("/account/password", "");
  EXPECT_EQ(reply.status, 303);
  EXPECT_TRUE(field(reply, "Location").starts_with("/login?request="));
}

TEST_F(own_password, becomes_another_one_and_is_told_on_the_account_page) {
  const auto reply = change("right");
  ASSERT_EQ(reply.status, 303) << reply.body;
  const auto to = field(reply, "Location");
  EXPECT_TRUE(to.starts_with("/account?changed=")) << to;
  const auto wishes = changes();
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].verified, plain<std::string>("$right"));
  EXPECT_EQ(wishes[0].password_hash, plain<std::string>("$my-own-four-words"));
  const acting_party herself{actor_kind::user, world.ada, "password", {}};
  EXPECT_EQ(world.door.wishes.back().actor, herself);
  EXPECT_TRUE(world.wished<session::noun>().empty()) << "this session stays";
  const auto page = world.get("/account", to.substr(to.find('?') + 1), {cookie});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Your password was changed"), std::string::npos);
}

/// What nobody could be frightened with by a link.
TEST_F(own_password, is_told_to_be_changed_in_no_other_session) {
  const auto to = field(change("right"), "Location");
  const auto query = to.substr(to.find('?') + 1);
  const auto says = [&](const std::string& asked, const http::field_line& whose) {
    const auto page = world.get("/account", asked, {whose});
    EXPECT_EQ(page.status, 200) << asked;
    return page.body.find("was changed") != std::string::npos;
  };
  EXPECT_TRUE(says(query, cookie));
  EXPECT_FALSE(says("", cookie));
  EXPECT_FALSE(says("changed", cookie));
  EXPECT_FALSE(says("changed=1", cookie));
  const auto token = between(shown().body, "name=\"token\" value=\"", "\"");
  EXPECT_FALSE(says("changed=" + token, cookie)) << "a form's";
  EXPECT_FALSE(says(query, world.sign_in_as(world.ada, uuid::random({31}))));
}

TEST_F(own_password, ends_every_other_session_and_what_it_gave) {
  const auto other = uuid::random({31}), mine = uuid::random({30});
  world.sign_in_as(world.ada, other);
  world.sign_in_as(uuid::random({21}), uuid::random({32}));
  const auto give = [&](const uuid& id, const uuid& session) {
    grants::row row;
    row.id = id;
    row.user = world.ada;
    row.session = session;
    row.expires_at = world.door.clock + 1h;
    world.door.grants_known[id] = std::make_shared<grants::row>(row);
  };
  give(uuid::random({41}), other);
  give(uuid::random({42}), mine);
  ASSERT_EQ(change("right").status, 303);
  std::vector<uuid> ended;
  for (const auto& wish : world.door.wishes) {
    if (wish.category != session::category && wish.category != grant::category) continue;
    ended.push_back(wish.stream);
    EXPECT_EQ(wish.actor.kind, actor_kind::policy);
    EXPECT_EQ(wish.actor.on_behalf_of, (principal{actor_kind::user, world.ada}));
  }
  EXPECT_EQ(ended, (std::vector{other, uuid::random({41})}));
}

TEST_F(own_password, is_changed_even_where_the_others_could_not_be_ended) {
  const logged log;
  world.door.can_list = false;
  const auto reply = change("right");
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("<h1>Your password was changed</h1>"), std::string::npos);
  EXPECT_NE(reply.body.find("you may still be signed in elsewhere"), std::string::npos);
  EXPECT_EQ(changes().size(), 1U);
  EXPECT_EQ(log.count("could not be ended (request request-1)"), 1) << log.lines.str();
  world.door.can_list = true;
  EXPECT_EQ(change(own_words, "my-own-four-words-and-more").status, 303) << "as it is told to try";
}

TEST_F(own_password, tells_that_there_was_no_time_to_end_the_others) {
  world.sign_in_as(world.ada, uuid::random({31}));
  world.patience = 1s;
  const auto reply = change("right");
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("<h1>Your password was changed</h1>"), std::string::npos);
}

TEST_F(own_password, has_to_be_known) {
  const auto reply = change("wrong");
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(told(reply), "That did not work");
  EXPECT_EQ(world.verified, 1);
  EXPECT_TRUE(changes().empty());
  const auto refusals = world.wished<refusal::noun>();
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(std::get<refusal::record>(refusals[0]).code, "wrong_credentials");
  EXPECT_EQ(std::get<refusal::record>(refusals[0]).client, std::nullopt);
  EXPECT_EQ(change("right").status, 303);
}

/// Whoever sits at somebody's open session gets no more guesses than at the login page.
TEST_F(own_password, is_guessed_at_no_more_often_than_at_a_login) {
  for (int tries = 0; tries < 6; ++tries)
    EXPECT_EQ(change("wrong").status, 403) << tries;
  const auto noted = world.wished<credential::noun>();
  ASSERT_EQ(noted.size(), 6U);
  EXPECT_EQ(std::get<credential::note_failure>(noted[5]).failures, 6U) << "that locks it";
  const auto paused = change("right");
  EXPECT_EQ(paused.status, 429);
  EXPECT_EQ(field(paused, "Retry-After"), "30");
  EXPECT_NE(paused.body.find("href=\"/account/password\""), std::string::npos);
  EXPECT_EQ(visitor(world).type("ada", "right").status, 429) << "one count for both";
  world.address = "192.0.2.99";
  EXPECT_EQ(change("right").status, 403) << "the account is locked from everywhere";
  EXPECT_TRUE(changes().empty());
}

TEST_F(own_password, says_what_is_wrong_with_another_one_and_asks_again) {
  const auto wrong = [&](const std::string& chosen, const std::string& repeated) {
    const auto reply = change("right", chosen, repeated);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.body.find(chosen), std::string::npos) << "what was typed is not sent back";
    return told(reply);
  };
  EXPECT_EQ(wrong("short-1", "short-1"), "That is too short");
  EXPECT_EQ(wrong(own_words, "my-own-four-wordz"), "The two differ");
  EXPECT_EQ(world.verified, 0) << "nothing of that costs a hash";
  EXPECT_EQ(wrong("passwordpassword", "passwordpassword"), "That is too easy to guess");
  EXPECT_EQ(wrong("ada12345678901234", "ada12345678901234"), "That is too easy to guess");
  EXPECT_TRUE(changes().empty());
  ASSERT_EQ(change("right").status, 303);
  const auto same = change(own_words, own_words);
  EXPECT_EQ(same.status, 422);
  EXPECT_EQ(told(same), "That is the password you have");
}

TEST_F(own_password, waits_for_nobody_who_is_gone) {
  world.patience = -1s;
  const auto reply = change("right");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(field(reply, "Retry-After"), "2");
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST_F(own_password, gives_way_to_another_one_that_was_set_meanwhile) {
  world.door.refusing["credential"] = "invalid_state";
  world.door.passing["credential"] = 1;
  const auto reply = change("right");
  EXPECT_EQ(reply.status, 409);
  EXPECT_NE(reply.body.find("Your password was not changed"), std::string::npos);
  EXPECT_TRUE(world.wished<session::noun>().empty());
}

TEST_F(own_password, is_not_somebody_elses_who_has_the_name_by_now) {
  const auto bob = uuid::random({21});
  world.add_user("ada", bob);
  EXPECT_EQ(change("right").status, 403);
  EXPECT_TRUE(changes().empty());
}

TEST_F(own_password, is_only_for_who_has_a_name_and_a_password) {
  const auto token = between(shown().body, "name=\"token\" value=\"", "\"");
  const auto body = "token=" + token + "&current_password=right&new_password=" + own_words +
                    "&repeated=" + own_words;
  const auto expect_none = [&] {
    for (const auto& page :
         {shown(), world.post("/account/password", body, {own_origin, cookie})}) {
      EXPECT_EQ(page.status, 404);
      EXPECT_NE(page.body.find("There is no password to change"), std::string::npos) << page.body;
      EXPECT_EQ(page.body.find("<form"), std::string::npos);
    }
  };
  world.door.people[world.ada].user_name.reset();
  expect_none();
  world.door.people[world.ada].user_name = "ada";
  world.door.credentials.erase(world.ada);
  expect_none();
  EXPECT_TRUE(world.door.wishes.empty());
}

/// The same with sessions, grants, a credential and an audit that are real.
class changed_password : public admin_tests {
protected:
  changed_password() { at.enter_client("acme", browser::shop()); }

  http::response change(browser& theirs, const std::string& current) {
    const auto page = theirs.get("/account/password");
    return theirs.post("/account/password",
                       "token=" + browser::hidden(page, "token") + "&current_password=" + current +
                           "&new_password=my-own-four-words&repeated=my-own-four-words");
  }

  std::string ada = made_user("ada");
};

TEST_F(changed_password, opens_what_the_old_one_no_longer_does) {
  browser mine{at}, other{at}, bobs{at};
  made_user("bob");
  bobs.log_in("bob", "right-horse-battery");
  const auto kept = mine.token("ada", "right-horse-battery");
  const auto taken = other.token("ada", "right-horse-battery");
  const auto pending = other.code(other.get(browser::request("openid")));
  ASSERT_EQ(other.userinfo(taken), 200);
  const auto reply = change(mine, "right-horse-battery");
  ASSERT_EQ(reply.status, 303) << reply.body;
  EXPECT_NE(mine.get(field(reply, "Location")).body.find("Your password was changed"),
            std::string::npos);
  EXPECT_TRUE(mine.signed_in());
  EXPECT_EQ(mine.userinfo(kept), 200) << "what this session gave stays";
  EXPECT_FALSE(other.signed_in());
  EXPECT_EQ(other.userinfo(taken), 401);
  EXPECT_EQ(other.redeem(pending).status, 400);
  EXPECT_TRUE(bobs.signed_in());
  EXPECT_EQ(browser{at}.log_in("ada", "right-horse-battery").status, 403);
  EXPECT_EQ(browser{at}.log_in("ada", "my-own-four-words").status, 303);
}

TEST_F(changed_password, is_told_by_the_audit) {
  browser mine{at}, other{at};
  mine.log_in("ada", "right-horse-battery");
  other.log_in("ada", "right-horse-battery");
  ASSERT_EQ(change(mine, "right-horse-battery").status, 303);
  const auto rows = items(get("/admin/audit?limit=200&subject=" + ada));
  const auto newest = [&](const char* type) {
    const boost::json::object* found = nullptr;
    for (const auto& each : rows)
      if (each.at("type") == type) found = &each.as_object();
    return found;
  };
  const auto* set = newest("credential.password_set");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->at("actor").at("kind"), "user");
  EXPECT_EQ(set->at("actor").at("id"), ada.c_str());
  const auto* ended = newest("session.ended");
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->at("actor").at("kind"), "policy");
}

}
}
