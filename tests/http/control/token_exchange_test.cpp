// SPDX-License-Identifier: Apache-2.0
#include "http/control/token_exchange.hpp"

#include "tests/support/admin_world.hpp"

namespace muniment::http {
namespace {

using test::admin_world;

class token_exchange_test : public testing::Test {
protected:
  std::string error(const response& reply) { return admin_world::text(reply, "error"); }

  admin_world at;
};

TEST_F(token_exchange_test, an_operators_token_becomes_one_of_the_workspace) {
  const auto reply = at.exchange(at.operators(), "acme");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = admin_world::json(reply);
  EXPECT_EQ(body.at("token_type"), "Bearer");
  EXPECT_EQ(body.at("issued_token_type"), "urn:ietf:params:oauth:token-type:access_token");
  EXPECT_EQ(body.at("expires_in"), 300);
  EXPECT_EQ(body.at("scope"), "admin:read admin:write");
  EXPECT_EQ(body.at("issuer"), "https://acme.muniment.localhost:8443");
  const auto claims = at.world.finish(
      at.acme->verified_claims("at+jwt", std::string{body.at("access_token").as_string()}));
  ASSERT_TRUE(claims) << "the workspace signed it";
  EXPECT_EQ(claims->at("aud"), "https://acme.muniment.localhost:8443/admin");
  EXPECT_EQ(claims->at("act").at("iss"), "https://system.muniment.localhost:8443");
}

TEST_F(token_exchange_test, is_in_the_audit_of_the_workspace_with_the_operator_as_actor) {
  const auto token = at.admins();
  const auto audit =
      admin_world::json(at.ask("GET", "acme", "/admin/audit?type=service_token.issued", token));
  const auto& items = audit.at("items").as_array();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("actor").at("kind"), "operator");
  EXPECT_TRUE(items[0].at("actor").at("id").is_string());
}

TEST_F(token_exchange_test, gives_no_more_than_the_token_had) {
  const auto reader = at.admins("acme", "admin:read");
  EXPECT_EQ(at.ask("GET", "acme", "/admin/workspace", reader).status, 200);
  const auto refused = at.ask("POST", "acme", "/admin/users", reader, R"({"user_name":"ada"})");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(admin_world::text(refused, "code"), "insufficient_scope");
}

TEST_F(token_exchange_test, gives_less_where_less_is_asked_for) {
  const auto reply = at.exchange(at.operators(), "acme", "&scope=admin:read");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(admin_world::text(reply, "scope"), "admin:read");
  const auto reader = "Bearer " + admin_world::text(reply, "access_token");
  EXPECT_EQ(at.ask("GET", "acme", "/admin/workspace", reader).status, 200);
  EXPECT_EQ(at.ask("POST", "acme", "/admin/users", reader, R"({"user_name":"ada"})").status, 403);
  const auto whole = at.exchange(at.operators(), "acme", "&scope=");
  EXPECT_EQ(admin_world::text(whole, "scope"), "admin:read admin:write") << "as if left out";
}

TEST_F(token_exchange_test, gives_no_scope_that_the_operator_lacks) {
  const auto reader = at.operators("admin:read");
  for (const auto* scope : {"admin:write", "admin:read+admin:write", "admin:read+openid", "orders",
                            "admin:read++admin:read", "+", "%22"})
    EXPECT_EQ(error(at.exchange(reader, "acme", std::string{"&scope="} + scope)), "invalid_scope")
        << scope;
}

TEST_F(token_exchange_test, gives_no_token_of_another_kind_and_none_for_somebody_else_to_act_by) {
  const auto told = [&](const std::string& more) {
    return error(at.exchange(at.operators(), "acme", more));
  };
  const std::string kind = "=urn:ietf:params:oauth:token-type:";
  EXPECT_EQ(told("&requested_token_type" + kind + "access_token"), "");
  for (const auto* other : {"jwt", "id_token", "refresh_token", "saml2"})
    EXPECT_EQ(told("&requested_token_type" + kind + other), "invalid_request") << other;
  EXPECT_EQ(told("&actor_token=x"), "invalid_request");
  EXPECT_EQ(told("&actor_token_type" + kind + "access_token"), "invalid_request");
  EXPECT_EQ(told("&actor_token=x&actor_token_type" + kind + "access_token"), "invalid_request");
  EXPECT_EQ(told("&actor_token="), "");
}

TEST_F(token_exchange_test, is_for_no_resource_but_the_admin_api_of_its_workspace) {
  at.world.made("globex");
  const auto told = [&](const std::string& resource) {
    return error(at.exchange(at.operators(), "acme", "&resource=" + resource));
  };
  EXPECT_EQ(told("https://acme.muniment.localhost:8443/admin"), "");
  EXPECT_EQ(told(""), "");
  for (const auto* other :
       {"https://acme.muniment.localhost:8443", "https://globex.muniment.localhost:8443/admin",
        "https://api.muniment.localhost:8443", "https://acme.muniment.localhost:8443/admin/", "x"})
    EXPECT_EQ(told(other), "invalid_target") << other;
}

TEST_F(token_exchange_test, reads_every_parameter_once) {
  for (const auto* twice : {"&audience=acme", "&scope=admin:read&scope=admin:read",
                            "&resource=x&resource=x", "&actor_token=&actor_token="})
    EXPECT_EQ(error(at.exchange(at.operators(), "acme", twice)), "invalid_request") << twice;
}

TEST_F(token_exchange_test, takes_no_token_but_an_operators_for_the_control_plane) {
  EXPECT_EQ(error(at.exchange("Bearer nonsense", "acme")), "invalid_request");
  EXPECT_EQ(error(at.exchange(at.admins("acme"), "acme")), "invalid_request")
      << "a workspace's token";
  EXPECT_EQ(error(at.exchange(at.admins("system"), "acme")), "invalid_request")
      << "the operators' workspace's own, for its admin API";
}

TEST_F(token_exchange_test, names_a_workspace_that_is_there) {
  EXPECT_EQ(error(at.exchange(at.operators(), "nobody")), "invalid_target");
  EXPECT_EQ(error(at.exchange(at.operators(), "")), "invalid_request");
}

TEST_F(token_exchange_test, says_what_is_missing) {
  EXPECT_EQ(error(at.form("api", "/control/token", "grant_type=client_credentials")),
            "unsupported_grant_type");
  EXPECT_EQ(error(at.form("api", "/control/token",
                          "grant_type=urn:ietf:params:oauth:grant-type:token-exchange")),
            "invalid_request");
  EXPECT_EQ(at.ask("GET", "api", "/control/token").status, 405);
}

TEST_F(token_exchange_test, is_good_at_no_other_workspace) {
  at.world.made("globex");
  EXPECT_EQ(at.ask("GET", "globex", "/admin/workspace", at.admins("acme")).status, 401);
  EXPECT_EQ(at.ask("GET", "acme", "/admin/workspace", at.operators()).status, 401);
  EXPECT_EQ(at.ask("GET", "api", "/control/workspaces", at.admins("acme")).status, 401);
}

TEST_F(token_exchange_test, ends_with_the_operators_client) {
  const auto token = at.operators();
  const auto system = at.world.found("system");
  const auto id = at.world.finish(system->holder(public_claim(claim_kind::client_id, "operator")));
  ASSERT_TRUE(id);
  auto wish = wish_of<client::noun>(*id, client::delete_client{}, test::node_world::nobody(),
                                    system->now());
  ASSERT_EQ(at.world.finish(system->decide(std::move(wish))).verdict, command_verdict::accepted);
  EXPECT_EQ(at.exchange(token, "acme").status, 400);
  EXPECT_EQ(at.ask("GET", "api", "/control/workspaces", token).status, 401);
}

}
}
