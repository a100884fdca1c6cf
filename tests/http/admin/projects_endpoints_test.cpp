// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;

class projects_endpoints : public test::admin_tests {};

TEST_F(projects_endpoints, show_the_project_that_is_always_there) {
  const auto all = items(get("/admin/projects"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("name"), "default");
  EXPECT_EQ(all[0].at("roles"), boost::json::array({"workspace.admin", "workspace.auditor"}));
}

TEST_F(projects_endpoints, make_one_and_teach_it_roles) {
  const auto made = post("/admin/projects", R"({"name":"Web shop"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = admin_world::text(made, "id");
  EXPECT_EQ(admin_world::json(made).at("roles").as_array().size(), 0U);
  for (const auto& named : {std::string{"Web%20shop"}, id})
    EXPECT_EQ(admin_world::text(get("/admin/projects/" + named), "id"), id);
  const auto taught = post("/admin/projects/Web%20shop/define-role", R"({"role":"buyer"})");
  EXPECT_EQ(admin_world::json(taught).at("roles"), boost::json::array({"buyer"}));
  EXPECT_EQ(post("/admin/projects", R"({"name":"Web shop"})").status, 409);
  EXPECT_EQ(member(post("/admin/projects", "{}")), "name");
  EXPECT_EQ(post("/admin/projects/" + id + "/define-role", R"({"role":"two words"})").status, 422);
  EXPECT_EQ(post("/admin/projects/" + id + "/define-role", R"({"role":"workspace.admin"})").status,
            422)
      << "built in, and of the default project";
  EXPECT_EQ(get("/admin/projects/nothing").status, 404);
  EXPECT_EQ(post("/admin/projects/nothing/define-role", R"({"role":"buyer"})").status, 404);
}

TEST_F(projects_endpoints, hold_clients) {
  const auto shop = admin_world::text(post("/admin/projects", R"({"name":"shop"})"), "id");
  const auto made = post("/admin/clients", R"({"name":"Shop","type":"web","project":"shop",)"
                                           R"("redirect_uris":["https://shop.example/back"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(admin_world::text(made, "project"), shop);
  EXPECT_EQ(member(post("/admin/clients", R"({"name":"Shop","type":"web","project":"none",)"
                                          R"("redirect_uris":["https://shop.example/back"]})")),
            "project");
}

}
}
