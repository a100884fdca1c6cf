// SPDX-License-Identifier: Apache-2.0
#include "http/admin/admitted_user.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

/// Somebody who asks the admin API with a token of their own.
class admitted_user_test : public test::admin_tests {
protected:
  admitted_user_test() { at.enter_client("acme", browser::shop()); }

  void grant(const std::string& role) { change(role, "/grant-role"); }
  void revoke(const std::string& role) { change(role, "/revoke-role"); }
  response reads(const std::string& bearer) {
    return at.ask("GET", "acme", "/admin/users", bearer);
  }
  response writes(const std::string& bearer) {
    return at.ask("POST", "acme", "/admin/projects", bearer,
                  R"({"name":"project-)" + std::to_string(++made_) + R"("})");
  }

  browser theirs{at};
  const std::string ada = made_user("ada");
  const std::string scope = "openid+admin:read+admin:write";

private:
  void change(const std::string& role, const std::string& verb) {
    const auto reply =
        post("/admin/users/" + ada + verb, R"({"project":"default","role":")" + role + R"("})");
    EXPECT_EQ(reply.status, 200) << reply.body;
  }
  int made_ = 0;
};

TEST_F(admitted_user_test, may_do_nothing_without_a_role) {
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  EXPECT_EQ(reads(bearer).status, 403);
  EXPECT_EQ(code(reads(bearer)), "insufficient_role");
  EXPECT_EQ(writes(bearer).status, 403);
}

TEST_F(admitted_user_test, reads_as_an_auditor_and_changes_as_an_admin) {
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  grant("workspace.auditor");
  EXPECT_EQ(reads(bearer).status, 200) << "roles count at once, for tokens that are out too";
  EXPECT_EQ(code(writes(bearer)), "insufficient_role");
  grant("workspace.admin");
  EXPECT_EQ(writes(bearer).status, 201);
  revoke("workspace.admin");
  EXPECT_EQ(writes(bearer).status, 403);
  EXPECT_EQ(reads(bearer).status, 200);
  revoke("workspace.auditor");
  EXPECT_EQ(reads(bearer).status, 403);
  grant("workspace.admin");
  EXPECT_EQ(reads(bearer).status, 200) << "who may change may read";
}

TEST_F(admitted_user_test, may_do_no_more_than_the_client_is_left) {
  grant("workspace.admin");
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  EXPECT_EQ(writes(bearer).status, 201);
  const auto narrowed = post("/admin/clients/shop/change", R"({"scopes":["openid","admin:read"]})");
  EXPECT_EQ(narrowed.status, 200) << narrowed.body;
  EXPECT_EQ(code(writes(bearer)), "insufficient_scope") << "of a token that is out";
  EXPECT_EQ(reads(bearer).status, 200);
}

TEST_F(admitted_user_test, may_do_no_more_than_the_token) {
  grant("workspace.admin");
  const auto reading = theirs.token("ada", "right-horse-battery", "openid+admin:read");
  EXPECT_EQ(reads(reading).status, 200);
  EXPECT_EQ(code(writes(reading)), "insufficient_scope");
  const auto other = browser{at}.token("ada", "right-horse-battery", "openid+email");
  EXPECT_EQ(reads(other).status, 401) << "it is for another audience";
}

TEST_F(admitted_user_test, ends_with_session_grant_and_account) {
  grant("workspace.admin");
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  ASSERT_EQ(reads(bearer).status, 200);
  browser second{at};
  const auto another = second.token("ada", "right-horse-battery", scope);
  const auto sessions = items(get("/admin/sessions"));
  post("/admin/sessions/" + std::string{sessions.at(0).at("id").as_string()} + "/end");
  EXPECT_EQ(reads(bearer).status, 401);
  EXPECT_EQ(reads(another).status, 200);
  post("/admin/users/" + ada + "/disable");
  EXPECT_EQ(reads(another).status, 401);
}

TEST_F(admitted_user_test, ends_with_the_client) {
  grant("workspace.admin");
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  ASSERT_EQ(post("/admin/clients/shop/delete").status, 200);
  EXPECT_EQ(reads(bearer).status, 401);
}

TEST_F(admitted_user_test, is_named_in_the_audit) {
  grant("workspace.admin");
  writes(theirs.token("ada", "right-horse-battery", scope));
  const auto made = items(get("/admin/audit?type=project.created&actor=" + ada));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].at("actor").at("kind"), "user");
}

TEST_F(admitted_user_test, is_nobody_in_another_workspace) {
  grant("workspace.admin");
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  at.world.made("other");
  EXPECT_EQ(at.ask("GET", "other", "/admin/users", bearer).status, 401);
}

/// A role of the same name in a project of somebody's own opens nothing.
TEST_F(admitted_user_test, has_the_role_of_the_default_project) {
  const auto bearer = theirs.token("ada", "right-horse-battery", scope);
  const auto user = *read_user_id(ada);
  const auto elsewhere = random_id();
  const role::grant wish{user, elsewhere, "workspace.admin"};
  at.world.finish(
      at.acme->decide(wish_of<role::noun>(role::stream_of(user, elsewhere, wish.role), wish,
                                          test::node_world::nobody(), at.acme->now())));
  EXPECT_EQ(reads(bearer).status, 403);
}

}
}
