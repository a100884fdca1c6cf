// SPDX-License-Identifier: Apache-2.0
#include "tests/support/admin_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::admin_world;

class key_endpoints : public testing::Test {
protected:
  http::response roll(const std::string& token) {
    return at.ask("POST", "api", "/control/keys/roll", token);
  }

  admin_world at;
};

TEST_F(key_endpoints, roll_all_keys_of_the_deployment) {
  const auto token = at.operators();
  const auto begun = roll(token);
  ASSERT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(admin_world::text(begun, "kind"), "roll");
  const auto ended = at.ended(admin_world::json(begun), token, "api");
  ASSERT_EQ(ended.at("status"), "done") << ended;
  EXPECT_EQ(ended.at("unit"), "workspaces");
  EXPECT_EQ(ended.at("result").at("era"), 2);
  EXPECT_EQ(ended.at("result").at("workspaces"), 2) << "system and acme";
  EXPECT_EQ(at.world.keys().eras().size(), 1U);
  const auto keys = admin_world::json(at.ask("GET", "acme", "/admin/keys", at.admins()));
  EXPECT_EQ(keys.at("workspace_key").at("generation"), 2);
}

TEST_F(key_endpoints, leave_a_trace_of_who_rolled) {
  const auto token = at.operators();
  at.ended(admin_world::json(roll(token)), token, "api");
  const auto trace = admin_world::json(
      at.ask("GET", "acme", "/admin/audit?type=workspace.keys_rolled", at.admins()));
  ASSERT_EQ(trace.at("items").as_array().size(), 1U);
  EXPECT_EQ(trace.at("items").as_array()[0].at("actor").at("kind"), "operator");
}

TEST_F(key_endpoints, are_the_operators_alone) {
  EXPECT_EQ(roll("").status, 401);
  EXPECT_EQ(roll(at.operators("admin:read")).status, 403);
  EXPECT_EQ(roll(at.admins()).status, 401) << "a token for one workspace";
  EXPECT_EQ(at.world.keys().current(), 1U);
}

}
}
