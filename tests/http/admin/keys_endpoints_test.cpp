// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/admin_world.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
namespace json = boost::json;

class keys_endpoints : public testing::Test {
protected:
  response get(const std::string& target) { return at.ask("GET", "acme", target, token); }
  response post(const std::string& target, const std::string& body = "") {
    return at.ask("POST", "acme", target, token, body);
  }
  json::array keys() { return admin_world::json(get("/admin/keys")).at("signing_keys").as_array(); }
  std::string key_id(const std::string& status) {
    for (const auto& each : keys())
      if (each.at("status").as_string() == status)
        return std::string{each.at("key_id").as_string()};
    return {};
  }
  json::object rotated(const response& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto all = admin_world::json(reply).at("rotated").as_array();
    EXPECT_EQ(all.size(), 1U);
    return all.at(0).as_object();
  }
  bool published(const std::string& key_id) {
    return at.ask("GET", "acme", "/oauth/v2/keys").body.find(key_id) != std::string::npos;
  }

  admin_world at;
  std::string token = at.admins();
};

TEST_F(keys_endpoints, rotate_and_tell_honestly_from_when_on_the_next_key_signs) {
  at.world.tend();
  const auto first = key_id("active"), second = key_id("next");
  const auto ordered = rotated(post("/admin/keys/rotate"));
  EXPECT_EQ(ordered.at("key_id").as_string(), second.c_str());
  EXPECT_EQ(ordered.at("algorithm"), "ES256");
  EXPECT_EQ(ordered.at("status"), "next");
  EXPECT_GT(ordered.at("effective_at").as_string(), to_string(at.acme->now()).c_str());
  EXPECT_EQ(key_id("active"), first);
  at.world.pass(signing_key::published_ahead);
  at.world.tend();
  token = at.admins();
  EXPECT_EQ(key_id("active"), second);
  EXPECT_EQ(key_id("retiring"), first);
  EXPECT_TRUE(published(first));
}

TEST_F(keys_endpoints, rotate_at_once_if_that_is_wished) {
  const auto first = key_id("active");
  const auto done = rotated(post("/admin/keys/rotate", R"({"now":true,"algorithm":"ES256"})"));
  EXPECT_EQ(done.at("status"), "active");
  EXPECT_EQ(key_id("active"), done.at("key_id").as_string().c_str());
  EXPECT_NE(key_id("active"), first);
  EXPECT_EQ(get("/admin/workspace").status, 200) << "what the old one signed is good";
}

TEST_F(keys_endpoints, are_listed_a_page_at_a_time) {
  at.world.tend();
  for (int round = 0; round < 3; ++round)
    ASSERT_EQ(post("/admin/keys/rotate", R"({"now":true})").status, 200);
  std::set<std::string> all, paged;
  for (const auto& each : keys())
    all.insert(std::string{each.at("key_id").as_string()});
  ASSERT_GE(all.size(), 4U);
  std::string after;
  do {
    const auto page =
        admin_world::json(get("/admin/keys?limit=2" + (after.empty() ? after : "&after=" + after)));
    EXPECT_LE(page.at("signing_keys").as_array().size(), 2U);
    for (const auto& each : page.at("signing_keys").as_array())
      paged.insert(std::string{each.at("key_id").as_string()});
    after = page.contains("next") ? std::string{page.at("next").as_string()} : "";
  } while (!after.empty());
  EXPECT_EQ(paged, all);
  EXPECT_EQ(get("/admin/keys?limit=201").status, 422);
}

TEST_F(keys_endpoints, revoke_and_refuse_what_the_key_signed_at_once) {
  at.world.tend();
  const auto first = key_id("active"), second = key_id("next");
  const auto reply = post("/admin/keys/" + first + "/revoke");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = admin_world::json(reply);
  EXPECT_EQ(body.at("status"), "revoked");
  EXPECT_EQ(body.at("key_id").as_string(), first.c_str());
  EXPECT_EQ(body.at("signs_now").as_string(), second.c_str());
  EXPECT_FALSE(published(first));
  EXPECT_EQ(get("/admin/workspace").status, 401) << "the token was signed by that key";
  token = at.admins();
  EXPECT_EQ(get("/admin/workspace").status, 200);
  EXPECT_EQ(key_id("active"), second);
  EXPECT_EQ(key_id("revoked"), first);
  EXPECT_EQ(post("/admin/keys/" + first + "/revoke").status, 200) << "again";
}

TEST_F(keys_endpoints, say_what_is_wrong) {
  const auto code = [](const response& reply) { return admin_world::text(reply, "code"); };
  EXPECT_EQ(post("/admin/keys/nothing/revoke").status, 404);
  EXPECT_EQ(code(post("/admin/keys/nothing/revoke")), "not_found");
  const auto wrong = post("/admin/keys/rotate", R"({"algorithm":"RS256"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(admin_world::text(wrong, "member"), "algorithm");
  EXPECT_EQ(code(post("/admin/keys/rotate", R"({"soon":true})")), "unknown_member");
  EXPECT_EQ(post("/admin/keys/rotate", R"({"now":"yes"})").status, 422);
  response last;
  for (int round = 0; round < 40 && last.status == 200; ++round)
    last = post("/admin/keys/rotate", R"({"now":true})");
  EXPECT_EQ(last.status, 409);
  EXPECT_EQ(code(last), "limit_reached");
  EXPECT_EQ(test::field(last, "Content-Type"), "application/problem+json");
  const auto readers = at.admins("acme", "admin:read");
  for (const auto* path : {"/admin/keys/rotate", "/admin/keys/x/revoke"}) {
    EXPECT_EQ(at.ask("POST", "acme", path, readers).status, 403);
    EXPECT_EQ(at.ask("POST", "acme", path).status, 401);
  }
}

TEST_F(keys_endpoints, are_in_the_audit_with_the_operator_who_asked) {
  post("/admin/keys/rotate", R"({"now":true})");
  const auto found = get("/admin/audit?type=signing_key.superseded");
  const auto items = admin_world::json(found).at("items").as_array();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("actor").at("kind"), "operator");
}

}
}
