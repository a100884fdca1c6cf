// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;

class roles_endpoints : public test::admin_tests {
protected:
  response granted(const std::string& project, const std::string& role) {
    return post("/admin/users/" + ada + "/grant-role",
                R"({"project":")" + project + R"(","role":")" + role + R"("})");
  }
  response revoked(const std::string& project, const std::string& role) {
    return post("/admin/users/" + ada + "/revoke-role",
                R"({"project":")" + project + R"(","role":")" + role + R"("})");
  }

  std::string ada = made_user("ada");
};

TEST_F(roles_endpoints, grant_and_revoke) {
  const auto reply = granted("default", "workspace.auditor");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(admin_world::text(reply, "project"), "default");
  EXPECT_EQ(granted("default", "workspace.auditor").status, 200) << "it is so already";
  auto all = items(get("/admin/roles"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("role"), "workspace.auditor");
  EXPECT_EQ(all[0].at("user_name"), "ada");
  EXPECT_EQ(all[0].at("user").as_string(), ada.c_str());
  EXPECT_EQ(revoked("default", "workspace.auditor").status, 200);
  EXPECT_EQ(items(get("/admin/roles")).size(), 0U);
  const auto types = audited("subject=" + ada);
  EXPECT_EQ(count(types, "role.granted"), 1U);
  EXPECT_EQ(count(types, "role.revoked"), 1U);
  EXPECT_EQ(revoked("default", "workspace.admin").status, 404) << "never granted";
}

TEST_F(roles_endpoints, grant_only_what_the_project_knows) {
  post("/admin/projects", R"({"name":"shop"})");
  EXPECT_EQ(member(granted("shop", "buyer")), "role");
  EXPECT_EQ(member(granted("shop", "workspace.admin")), "role") << "of the default project only";
  EXPECT_EQ(member(granted("none", "buyer")), "project");
  post("/admin/projects/shop/define-role", R"({"role":"buyer"})");
  EXPECT_EQ(granted("shop", "buyer").status, 200);
}

TEST_F(roles_endpoints, are_narrowed_by_user_and_project) {
  post("/admin/projects", R"({"name":"shop"})");
  post("/admin/projects/shop/define-role", R"({"role":"buyer"})");
  granted("shop", "buyer");
  granted("default", "workspace.admin");
  EXPECT_EQ(items(get("/admin/roles?user=" + ada)).size(), 2U);
  EXPECT_EQ(items(get("/admin/roles?project=shop")).size(), 1U);
  EXPECT_EQ(items(get("/admin/roles?project=shop&user=" + ada)).size(), 1U);
  EXPECT_EQ(items(get("/admin/roles?user=" + made_user("bob"))).size(), 0U);
  EXPECT_EQ(member(get("/admin/roles?project=none")), "project");
}

TEST_F(roles_endpoints, know_who_there_is) {
  const std::string body = R"({"project":"default","role":"workspace.admin"})";
  EXPECT_EQ(post("/admin/users/" + to_string(uuid::random({9})) + "/grant-role", body).status, 404);
  post("/admin/users/" + ada + "/erase");
  EXPECT_EQ(granted("default", "workspace.admin").status, 410);
}

}
}
