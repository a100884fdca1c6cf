// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

class client_change_endpoints : public test::admin_tests {
protected:
  client_change_endpoints() {
    made_user("ada");
    at.enter_client("acme", browser::shop());
  }

  response changed(const std::string& body, const std::string& client = "shop") {
    return post("/admin/clients/" + client + "/change", body);
  }
  /// Whether the shop gets a refresh token from who allows it one.
  bool may_refresh() {
    browser theirs{at};
    const auto login = theirs.log_in("ada", "right-horse-battery", "openid+offline_access");
    const auto reply = theirs.redeem(theirs.code(login));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return admin_world::json(reply).contains("refresh_token");
  }
};

TEST_F(client_change_endpoints, change_what_is_named_and_leave_the_rest) {
  const auto reply = changed(R"({"name":"Store","redirect_uris":["https://store.example/back"],)"
                             R"("post_logout_redirect_uris":["https://store.example/bye"],)"
                             R"("origins":["https://store.example"],"third_party":true})");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto now = admin_world::json(get("/admin/clients/shop"));
  EXPECT_EQ(now.at("name"), "Store");
  EXPECT_EQ(now.at("redirect_uris"), boost::json::array({"https://store.example/back"}));
  EXPECT_EQ(now.at("post_logout_redirect_uris"), boost::json::array({"https://store.example/bye"}));
  EXPECT_EQ(now.at("origins"), boost::json::array({"https://store.example"}));
  EXPECT_EQ(now.at("third_party"), true);
  EXPECT_EQ(now.at("scopes").as_array().size(), 4U) << "left as they were";
  EXPECT_EQ(browser{at}.get(browser::request("openid")).status, 400) << "the old redirect is gone";
  EXPECT_EQ(changed(R"({"origins":[]})").status, 200);
  EXPECT_EQ(admin_world::json(get("/admin/clients/shop")).at("origins").as_array().size(), 0U);
  EXPECT_EQ(count(audited("type=client"), "client.settings_changed"), 1U);
  EXPECT_EQ(count(audited("type=client"), "client.redirects_changed"), 2U);
}

TEST_F(client_change_endpoints, refuse_what_a_client_may_not_have) {
  EXPECT_EQ(changed(R"({"redirect_uris":["http://store.example"]})").status, 422);
  EXPECT_EQ(changed(R"({"grant_types":["client_credentials"]})").status, 422);
  EXPECT_EQ(member(changed(R"({"authentication":"by_heart"})")), "authentication");
  EXPECT_EQ(changed(R"({"authentication":"client_secret_post"})").status, 422) << "it has none";
  EXPECT_EQ(code(changed(R"({"nickname":"s"})")), "unknown_member");
  EXPECT_EQ(post("/admin/clients/nobody/change", R"({"name":"N"})").status, 404);
}

TEST_F(client_change_endpoints, let_a_client_use_another_grant) {
  EXPECT_EQ(changed(R"({"grant_types":["authorization_code","refresh_token"]})").status, 200);
  EXPECT_EQ(admin_world::json(get("/admin/clients/shop")).at("grant_types").as_array().size(), 2U);
}

TEST_F(client_change_endpoints, let_a_client_refresh_as_its_scopes_say) {
  ASSERT_FALSE(may_refresh());
  ASSERT_EQ(changed(R"({"scopes":["openid","offline_access"]})").status, 200);
  EXPECT_TRUE(may_refresh());
  ASSERT_EQ(changed(R"({"scopes":["openid"]})").status, 200);
  EXPECT_FALSE(may_refresh());
  EXPECT_EQ(admin_world::json(get("/admin/clients/shop")).at("grant_types"),
            boost::json::array({"authorization_code"}));
}

TEST_F(client_change_endpoints, let_a_client_refresh_as_its_grant_types_say_where_they_are_named) {
  ASSERT_EQ(changed(R"({"scopes":["openid","offline_access"],)"
                    R"("grant_types":["authorization_code"]})")
                .status,
            200);
  EXPECT_FALSE(may_refresh());
}

TEST_F(client_change_endpoints, give_the_right_to_introspect_and_take_it_back) {
  const auto made = post("/admin/clients", R"({"client_id":"api","name":"API","type":"service"})");
  const auto pair =
      crypto::base64_encode(as_bytes("api:" + admin_world::text(made, "client_secret")));
  const auto introspects = [&] {
    return at.form("acme", "/oauth/v2/introspect", "token=nonsense", "Basic " + pair).status;
  };
  ASSERT_EQ(introspects(), 403);
  EXPECT_EQ(changed(R"({"may_introspect":true})", "api").status, 200);
  EXPECT_EQ(introspects(), 200);
  EXPECT_EQ(changed(R"({"name":"Another"})", "api").status, 200);
  EXPECT_EQ(introspects(), 200) << "nothing was said of it";
  EXPECT_EQ(changed(R"({"may_introspect":false})", "api").status, 200);
  EXPECT_EQ(introspects(), 403);
  EXPECT_EQ(changed(R"({"may_introspect":true})").status, 422) << "the shop has no secret";
}

TEST_F(client_change_endpoints, replace_a_secret_at_once) {
  const auto made = post("/admin/clients", R"({"client_id":"robot","name":"Robot",)"
                                           R"("type":"service","scopes":["admin:read"]})");
  const auto token_with = [&](const std::string& secret) {
    const auto pair = crypto::base64_encode(as_bytes("robot:" + secret));
    return at.form("acme", "/oauth/v2/token", "grant_type=client_credentials", "Basic " + pair)
        .status;
  };
  const auto before = admin_world::text(made, "client_secret");
  EXPECT_EQ(token_with(before), 200);
  const auto rotated = post("/admin/clients/robot/rotate-secret");
  ASSERT_EQ(rotated.status, 200) << rotated.body;
  const auto after = admin_world::text(rotated, "client_secret");
  EXPECT_GE(after.size(), 43U);
  EXPECT_EQ(token_with(before), 401);
  EXPECT_EQ(token_with(after), 200);
  EXPECT_EQ(get("/admin/clients/robot").body.find(after), std::string::npos) << "told once";
  EXPECT_EQ(post("/admin/clients/shop/rotate-secret").status, 409) << "it keeps none";
  EXPECT_EQ(post("/admin/clients/nobody/rotate-secret").status, 404);
}

TEST_F(client_change_endpoints, delete_one_with_all_it_has) {
  browser theirs{at};
  const auto bearer = theirs.token("ada", "right-horse-battery");
  const auto pending = theirs.code(theirs.get(browser::request("openid")));
  ASSERT_EQ(theirs.userinfo(bearer), 200);
  const auto gone = admin_world::json(post("/admin/clients/shop/delete"));
  EXPECT_FALSE(gone.at("deleted_at").is_null());
  EXPECT_EQ(theirs.userinfo(bearer), 401);
  EXPECT_EQ(theirs.redeem(pending).status, 401);
  EXPECT_EQ(theirs.get(browser::request("openid")).status, 400);
  EXPECT_EQ(count(audited("type=client"), "client.deleted"), 1U);
  EXPECT_EQ(post("/admin/clients/shop/delete").status, 200) << "it is so already";
  EXPECT_EQ(changed(R"({"name":"N"})").status, 404);
  EXPECT_EQ(post("/admin/clients", R"({"client_id":"shop","name":"Shop","type":"spa",)"
                                   R"("redirect_uris":["https://shop.example/back"]})")
                .status,
            409)
      << "an id is never used again";
}

/// The only operator of a deployment would be locked out for good.
TEST_F(client_change_endpoints, leave_an_operator_its_own_access) {
  const auto own = at.admins("system");
  const auto wished = [&](const std::string& what, const std::string& body = "") {
    return at.ask("POST", "system", "/admin/clients/operator" + what, own, body);
  };
  EXPECT_EQ(wished("/delete").status, 409);
  EXPECT_EQ(code(wished("/delete")), "own_client");
  for (const auto* losing :
       {R"({"scopes":["admin:read"]})", R"({"authentication":"client_secret_post"})",
        R"({"grant_types":["authorization_code"]})"})
    EXPECT_EQ(code(wished("/change", losing)), "own_client") << losing;
  EXPECT_EQ(wished("/change", R"({"scopes":["admin:write","admin:read"],)"
                              R"("authentication":"client_secret_basic",)"
                              R"("grant_types":["client_credentials"]})")
                .status,
            200);
  EXPECT_EQ(wished("/change", R"({"name":"Root"})").status, 200);
  EXPECT_EQ(at.exchange(at.operators(), "acme").status, 200) << "and goes on";
}

TEST_F(client_change_endpoints, let_another_end_the_access_of_a_client) {
  const auto made = post("/admin/clients", R"({"client_id":"robot","name":"Robot",)"
                                           R"("type":"service","scopes":["admin:write"]})");
  const auto pair =
      crypto::base64_encode(as_bytes("robot:" + admin_world::text(made, "client_secret")));
  const auto given = at.form("acme", "/oauth/v2/token",
                             "grant_type=client_credentials&scope=admin:write"
                             "&resource=https://acme.muniment.localhost:8443/admin",
                             "Basic " + pair);
  const auto own = "Bearer " + admin_world::text(given, "access_token");
  const auto refused = at.ask("POST", "acme", "/admin/clients/robot/delete", own);
  EXPECT_EQ(code(refused), "own_client") << refused.body;
  EXPECT_EQ(at.ask("POST", "acme", "/admin/clients/shop/delete", own).status, 200);
  EXPECT_EQ(changed(R"({"authentication":"client_secret_post"})", "robot").status, 200);
  EXPECT_EQ(post("/admin/clients/robot/delete").status, 200);
}

}
}
