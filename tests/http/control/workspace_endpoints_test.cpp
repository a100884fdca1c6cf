// SPDX-License-Identifier: Apache-2.0
#include "http/control/endpoints.hpp"

#include "tests/support/admin_world.hpp"

namespace muniment::http {
namespace {

using test::admin_world;

class workspace_endpoints : public testing::Test {
protected:
  response rename(const std::string& slug, const std::string& wanted) {
    return at.ask("POST", "api", "/control/workspaces/" + slug + "/rename", token,
                  R"({"slug":")" + wanted + R"("})");
  }
  response create(const std::string& slug) {
    return at.ask("POST", "api", "/control/workspaces", token, R"({"slug":")" + slug + R"("})");
  }
  response discovery(const std::string& slug) {
    return at.ask("GET", slug, "/.well-known/openid-configuration");
  }
  static std::string code(const response& reply) { return admin_world::text(reply, "code"); }

  admin_world at;
  std::string token = at.operators();
};

TEST_F(workspace_endpoints, list_workspaces_and_show_one) {
  const auto page = admin_world::json(at.ask("GET", "api", "/control/workspaces?limit=1", token));
  EXPECT_EQ(page.at("items").as_array().size(), 1U);
  const auto rest = at.ask(
      "GET", "api", "/control/workspaces?after=" + std::string{page.at("next").as_string()}, token);
  EXPECT_EQ(admin_world::json(rest).at("items").as_array().size(), 1U);
  const auto shown = at.ask("GET", "api", "/control/workspaces/acme", token);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(admin_world::text(shown, "slug"), "acme");
  EXPECT_EQ(at.ask("GET", "api", "/control/workspaces/nobody", token).status, 404);
}

TEST_F(workspace_endpoints, give_a_workspace_another_slug_and_issuer) {
  const auto reply = rename("acme", "globex");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(admin_world::text(reply, "slug"), "globex");
  EXPECT_EQ(admin_world::text(reply, "issuer"), "https://globex.muniment.localhost:8443");
  EXPECT_EQ(admin_world::text(discovery("globex"), "issuer"),
            "https://globex.muniment.localhost:8443");
  EXPECT_EQ(code(discovery("acme")), "tenant_not_found");
  EXPECT_EQ(at.ask("GET", "globex", "/admin/workspace", at.admins("globex")).status, 200);
  EXPECT_EQ(at.exchange(token, "acme").status, 400);
}

TEST_F(workspace_endpoints, keep_a_released_slug_from_others) {
  ASSERT_EQ(rename("acme", "globex").status, 200);
  EXPECT_EQ(code(create("acme")), "name_taken");
  ASSERT_EQ(create("initech").status, 201);
  EXPECT_EQ(code(rename("initech", "acme")), "name_taken");
  EXPECT_EQ(code(rename("initech", "globex")), "name_taken");
  EXPECT_EQ(rename("globex", "acme").status, 200) << "its own again";
}

TEST_F(workspace_endpoints, give_no_workspace_the_issuer_that_another_keeps_from_earlier_settings) {
  const std::string kept = "https://globex.muniment.localhost:8443";
  at.world.finish(
      create_workspace(at.world.node(), {"old", kept, "Old", "ES256"}, test::node_world::nobody()));
  EXPECT_EQ(code(create("globex")), "issuer_taken");
  EXPECT_EQ(at.ask("GET", "api", "/control/workspaces/globex", token).status, 404);
  const auto refused = rename("acme", "globex");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code(refused), "issuer_taken");
  EXPECT_EQ(at.acme->identity().slug, "acme");
  const auto mended = rename("old", "old");
  EXPECT_EQ(mended.status, 200) << mended.body;
  EXPECT_EQ(admin_world::text(mended, "issuer"), "https://old.muniment.localhost:8443");
  EXPECT_EQ(admin_world::text(discovery("old"), "issuer"), "https://old.muniment.localhost:8443");
  EXPECT_EQ(create("globex").status, 201);
}

TEST_F(workspace_endpoints, leave_a_workspace_alone_whose_slug_somebody_asks_for) {
  const auto head = [&] { return at.world.finish(at.acme->status()).head; };
  const auto before = head();
  const auto refused =
      at.ask("POST", "api", "/control/workspaces", token, R"({"slug":"acme","algorithm":"RS256"})");
  EXPECT_EQ(code(refused), "name_taken");
  EXPECT_EQ(head(), before);
}

TEST_F(workspace_endpoints, say_the_same_to_a_repetition) {
  ASSERT_EQ(rename("acme", "globex").status, 200);
  const auto again = rename("globex", "globex");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(admin_world::text(again, "slug"), "globex");
  EXPECT_EQ(rename("acme", "globex").status, 404);
}

TEST_F(workspace_endpoints, refuse_slugs_that_cannot_be) {
  EXPECT_EQ(rename("acme", "Globex").status, 422);
  EXPECT_EQ(rename("acme", "console").status, 422);
  EXPECT_EQ(rename("nobody", "globex").status, 404);
  EXPECT_EQ(code(rename("system", "globex")), "invalid_state");
  const auto reader = at.operators("admin:read");
  EXPECT_EQ(
      at.ask("POST", "api", "/control/workspaces/acme/rename", reader, R"({"slug":"a"})").status,
      403);
  EXPECT_EQ(discovery("acme").status, 200);
}

}
}
