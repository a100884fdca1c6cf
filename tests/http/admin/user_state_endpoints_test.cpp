// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

class user_state_endpoints : public test::admin_tests {
protected:
  user_state_endpoints() { at.enter_client("acme", browser::shop()); }

  std::string ada = made_user("ada");
  const std::string path = "/admin/users/" + ada;
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
  for (const auto* verb : {"/disable", "/enable", "/set-password", "/end-sessions"}) {
    EXPECT_EQ(post("/admin/users/nobody" + std::string{verb}).status, 404) << verb;
    EXPECT_EQ(post("/admin/users/" + to_string(uuid::random({9})) + verb).status, 404) << verb;
    EXPECT_EQ(at.ask("POST", "acme", path + verb).status, 401) << verb;
    EXPECT_EQ(at.ask("POST", "acme", path + verb, at.admins("acme", "admin:read")).status, 403)
        << verb;
  }
  post(path + "/erase");
  for (const auto* verb : {"/disable", "/enable", "/set-password"})
    EXPECT_EQ(post(path + verb).status, 410) << verb;
}

}
}
