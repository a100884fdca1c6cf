// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "http/admin/users.hpp"
#include "projections/sessions.hpp"
#include "storage/row_columns.hpp"
#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

constexpr int free_failures = 5;

class user_state_endpoints : public test::admin_tests {
protected:
  user_state_endpoints() { at.enter_client("acme", browser::shop()); }

  std::string ada = made_user("ada");
  const std::string path = "/admin/users/" + ada;

  /// The status that a password is answered with, each from another address: none is paused.
  int tried(const std::string& password) {
    at.address = "203.0.113." + std::to_string(++places_);
    return browser{at}.log_in("ada", password).status;
  }
  /// Wrong passwords.
  void guess(int times) {
    for (int tries = 0; tries < times; ++tries)
      EXPECT_EQ(tried("wrong-horse-battery"), 403);
  }

  /// Nobody's sessions can be listed until they are shown again.
  void hide_sessions() { rename_in_sessions("\"user\" TO hidden"); }
  void show_sessions() { rename_in_sessions("hidden TO \"user\""); }

private:
  void rename_in_sessions(const std::string& column) {
    at.world.database().execute("ALTER TABLE " + at.acme->place().schema.text() + '.' +
                                storage::shape_of<sessions::model>().table() + " RENAME COLUMN " +
                                column);
  }

  int places_ = 0;
};

TEST_F(user_state_endpoints, end_at_once_what_a_disabled_user_had) {
  browser theirs{at};
  const auto bearer = theirs.token("ada", "right-horse-battery");
  const auto pending = theirs.code(theirs.get(browser::request("openid")));
  ASSERT_TRUE(theirs.signed_in());
  ASSERT_EQ(theirs.userinfo(bearer), 200);
  const auto disabled = admin_world::json(post(path + "/disable"));
  EXPECT_EQ(disabled.at("status"), "disabled");
  EXPECT_EQ(disabled.at("sessions_ended"), 1);
  EXPECT_EQ(disabled.at("complete"), true);
  EXPECT_FALSE(theirs.signed_in());
  EXPECT_EQ(theirs.userinfo(bearer), 401);
  EXPECT_EQ(theirs.redeem(pending).status, 400);
  EXPECT_EQ(browser{at}.log_in("ada", "right-horse-battery").status, 403);
  const auto again = admin_world::json(post(path + "/disable"));
  EXPECT_EQ(again.at("sessions_ended"), 0) << "a repeat changes nothing";
  const auto types = audited("subject=" + ada);
  EXPECT_EQ(count(types, "user.disabled"), 1U);
  EXPECT_EQ(count(types, "session.ended"), 1U);
}

TEST_F(user_state_endpoints, bring_nothing_back_with_an_enabled_user) {
  browser theirs{at};
  const auto bearer = theirs.token("ada", "right-horse-battery");
  post(path + "/disable");
  EXPECT_EQ(admin_world::text(post(path + "/enable"), "status"), "active");
  EXPECT_FALSE(theirs.signed_in());
  EXPECT_EQ(theirs.userinfo(bearer), 401);
  EXPECT_EQ(browser{at}.log_in("ada", "right-horse-battery").status, 303);
}

/// A server that died between the event and what follows from it.
TEST_F(user_state_endpoints, end_before_enabling_what_a_crash_left) {
  browser theirs{at};
  const auto bearer = theirs.token("ada", "right-horse-battery");
  const user::disable wish;
  const auto id = *read_user_id(ada);
  at.world.finish(
      at.acme->decide(wish_of<user::noun>(id, wish, test::node_world::nobody(), at.acme->now())));
  EXPECT_EQ(count(audited("subject=" + ada), "session.ended"), 0U);
  EXPECT_EQ(post(path + "/enable").status, 200);
  EXPECT_EQ(count(audited("subject=" + ada), "session.ended"), 1U);
  EXPECT_FALSE(theirs.signed_in());
  EXPECT_EQ(theirs.userinfo(bearer), 401);
}

TEST_F(user_state_endpoints, let_in_at_once_whom_wrong_passwords_locked) {
  browser theirs{at};
  theirs.log_in("ada", "right-horse-battery");
  guess(free_failures + 1);
  ASSERT_EQ(tried("right-horse-battery"), 403) << "locked";
  EXPECT_EQ(admin_world::text(post(path + "/unlock"), "status"), "active");
  EXPECT_EQ(tried("right-horse-battery"), 303);
  EXPECT_TRUE(theirs.signed_in()) << "nothing ends with a lockout";
}

TEST_F(user_state_endpoints, count_wrong_passwords_from_zero_after_an_unlock) {
  guess(free_failures + 1);
  EXPECT_EQ(post(path + "/unlock").status, 200);
  guess(free_failures);
  EXPECT_EQ(tried("right-horse-battery"), 303);
}

/// Whether an address waits may not tell what became of an account.
TEST_F(user_state_endpoints, end_no_pause_of_an_address_with_a_lockout) {
  for (int tries = 0; tries <= free_failures; ++tries)
    EXPECT_EQ(browser{at}.log_in("ada", "wrong-horse-battery").status, 403);
  EXPECT_EQ(post(path + "/unlock").status, 200);
  EXPECT_EQ(browser{at}.log_in("ada", "right-horse-battery").status, 429);
  EXPECT_EQ(tried("right-horse-battery"), 303) << "from elsewhere";
}

TEST_F(user_state_endpoints, tell_the_audit_who_unlocked_whom) {
  guess(free_failures + 1);
  at.address = "198.51.100.1";
  EXPECT_EQ(post(path + "/unlock").status, 200);
  EXPECT_EQ(post(path + "/unlock").status, 200);
  const auto rows = items(get("/admin/audit?limit=200&type=credential.unlocked"));
  ASSERT_EQ(rows.size(), 1U) << "a repeat changes nothing";
  const auto& row = rows.at(0);
  EXPECT_EQ(row.at("subject"), ada.c_str());
  EXPECT_EQ(row.at("actor").at("kind"), "operator");
  const auto entered = items(get("/admin/audit?limit=200&type=user.registered"));
  EXPECT_EQ(row.at("actor"), entered.at(0).at("actor")) << "the same operator";
  EXPECT_EQ(row.at("address"), "198.51.100.1");
  EXPECT_EQ(row.at("outcome"), "succeeded");
}

TEST_F(user_state_endpoints, unlock_nobody_who_is_not_locked) {
  guess(free_failures);
  EXPECT_EQ(post(path + "/unlock").status, 200);
  EXPECT_EQ(count(audited("subject=" + ada), "credential.unlocked"), 0U);
}

/// As an entry leaves them that was cut short.
TEST_F(user_state_endpoints, find_nothing_to_unlock_of_who_has_no_password) {
  const auto bob = at.world.finish(
      register_user(*at.acme, at.world.node(), {"bob"}, test::node_world::nobody()));
  ASSERT_EQ(bob.why, "");
  const auto reply = post("/admin/users/" + written_user_id(bob.id) + "/unlock");
  EXPECT_EQ(reply.status, 404) << reply.body;
  EXPECT_EQ(code(reply), "not_found");
}

TEST_F(user_state_endpoints, end_all_sessions_of_a_user) {
  browser first{at}, second{at}, others{at};
  made_user("bob");
  first.log_in("ada", "right-horse-battery");
  second.log_in("ada", "right-horse-battery");
  others.log_in("bob", "right-horse-battery");
  const auto done = admin_world::json(post(path + "/end-sessions"));
  EXPECT_EQ(done.at("sessions_ended"), 2);
  EXPECT_FALSE(first.signed_in() || second.signed_in());
  EXPECT_TRUE(others.signed_in());
}

TEST_F(user_state_endpoints, give_a_password_for_one_use) {
  browser theirs{at};
  theirs.log_in("ada", "right-horse-battery");
  const auto set = admin_world::json(post(path + "/set-password"));
  const std::string given{set.at("password").as_string()};
  EXPECT_GE(given.size(), 20U);
  EXPECT_EQ(set.at("one_time"), true);
  EXPECT_EQ(set.at("sessions_ended"), 1);
  EXPECT_FALSE(theirs.signed_in()) << "whoever knew the old password sits there";
  EXPECT_EQ(theirs.log_in("ada", "right-horse-battery").status, 403) << "the old one is gone";
  const auto page = theirs.log_in("ada", given);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Choose your password"), std::string::npos);
  EXPECT_FALSE(theirs.signed_in());
  EXPECT_EQ(get(path).body.find(given), std::string::npos) << "told once";
}

/// It is told once: a reply without it would have lost it.
TEST_F(user_state_endpoints, give_a_password_even_where_no_session_can_be_ended) {
  browser theirs{at};
  theirs.log_in("ada", "right-horse-battery");
  ASSERT_TRUE(at.world.finish(at.acme->persisted("sessions")));
  hide_sessions();
  const auto reply = post(path + "/set-password");
  show_sessions();
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto set = admin_world::json(reply);
  EXPECT_EQ(set.at("user_name"), "ada");
  EXPECT_EQ(set.at("complete"), false);
  EXPECT_EQ(set.at("sessions_ended"), 0);
  const std::string given{set.at("password").as_string()};
  EXPECT_EQ(browser{at}.log_in("ada", given).status, 200) << "to choose their own";
  EXPECT_EQ(admin_world::json(post(path + "/end-sessions")).at("sessions_ended"), 1);
  EXPECT_FALSE(theirs.signed_in());
}

TEST_F(user_state_endpoints, let_no_operator_choose_a_password) {
  for (const auto* wish : {R"({"password":"four-words-of-mine"})", R"({"one_time":false})"})
    EXPECT_EQ(code(post(path + "/set-password", wish)), "unknown_member") << wish;
  EXPECT_EQ(browser{at}.log_in("ada", "right-horse-battery").status, 303) << "nothing was set";
  EXPECT_EQ(post(path + "/set-password", "{}").status, 200);
}

/// The same text, composed by one keyboard and decomposed by another.
TEST_F(user_state_endpoints, know_a_password_by_its_normal_form) {
  made_user("zoe", "cafe\u0301 au lait du matin");
  EXPECT_EQ(browser{at}.log_in("zoe", "caf%C3%A9+au+lait+du+matin").status, 303);
  EXPECT_EQ(browser{at}.log_in("zoe", "cafe%CC%81+au+lait+du+matin").status, 303);
  EXPECT_EQ(browser{at}.log_in("zoe", "cafe+au+lait+du+matin").status, 403);
  EXPECT_EQ(browser{at}.log_in("zoe", "Caf%C3%A9+au+lait+du+matin").status, 403) << "case counts";
  EXPECT_EQ(browser{at}.log_in("zoe", "caf%C3%A9+au+lait+du+matin+").status, 403) << "so do spaces";
}

TEST_F(user_state_endpoints, know_who_there_is) {
  for (const auto* verb : {"/disable", "/enable", "/unlock", "/set-password", "/end-sessions"}) {
    EXPECT_EQ(post("/admin/users/nobody" + std::string{verb}).status, 404) << verb;
    EXPECT_EQ(post("/admin/users/" + to_string(uuid::random({9})) + verb).status, 404) << verb;
    EXPECT_EQ(at.ask("POST", "acme", path + verb).status, 401) << verb;
    EXPECT_EQ(at.ask("POST", "acme", path + verb, at.admins("acme", "admin:read")).status, 403)
        << verb;
  }
  post(path + "/erase");
  for (const auto* verb : {"/disable", "/enable", "/unlock", "/set-password"})
    EXPECT_EQ(post(path + verb).status, 410) << verb;
}

}
}
