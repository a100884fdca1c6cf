// SPDX-License-Identifier: Apache-2.0
#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/sqlstate.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>

namespace muniment::storage {
namespace {

using namespace test;

const std::vector<std::string> tables{"head",        "events",    "traffic",     "traffic_1",
                                      "tiles",       "claims",    "idempotency", "keys",
                                      "checkpoints", "snapshots", "tree_heads"};

constexpr auto denied = "42501";

class isolation : public testing::Test {
protected:
  /// The SQLSTATE `sql` ends with for a login; empty when it is allowed.
  std::string as(const login& who, const std::string& sql) {
    pqxx::connection session{database.dsn(who)};
    pqxx::work transaction{session};
    try {
      transaction.exec(sql);
      return {};
    } catch (const pqxx::failure& error) {
      return sqlstate_of(error);
    }
  }
  std::string as_workspace(const schema_name& schema, const std::string& sql) {
    try {
      database.pool().with_workspace(schema, [&](pqxx::work& work) { work.exec(sql); });
      return {};
    } catch (const failure& error) {
      return error.sqlstate();
    }
  }

  journal_database& database = shared_database();
  schema_name mine = database.workspace();
  schema_name theirs = database.workspace();
  const logins& all = database.logins();
};

TEST_F(isolation, a_workspaces_role_reads_its_own_rows_and_no_others) {
  for (const auto& table : tables) {
    EXPECT_EQ(as_workspace(mine, "SELECT * FROM " + table), "") << table;
    EXPECT_EQ(as_workspace(mine, "SELECT * FROM " + mine.text() + "." + table), "") << table;
    EXPECT_EQ(as_workspace(mine, "SELECT * FROM " + theirs.text() + "." + table), denied) << table;
  }
  for (const auto* table : {"deployment", "workspaces", "leases", "nodes", "migrations", "pools"})
    EXPECT_EQ(as_workspace(mine, std::string{"SELECT * FROM muniment."} + table), denied) << table;
}

TEST_F(isolation, a_workspaces_role_makes_nothing_outside_its_schema) {
  EXPECT_EQ(as_workspace(mine, "CREATE TABLE " + theirs.text() + ".mine (a int)"), denied);
  EXPECT_EQ(as_workspace(mine, "CREATE TABLE public.mine (a int)"), denied);
  EXPECT_EQ(as_workspace(mine, "CREATE TEMPORARY TABLE mine (a int)"), denied);
  EXPECT_EQ(as_workspace(mine, "CREATE SCHEMA mine"), denied);
}

TEST_F(isolation, a_pool_login_reads_nothing_before_it_takes_a_role_on) {
  for (const auto& table : tables)
    EXPECT_EQ(as(all.pools[0], "SELECT * FROM " + mine.text() + "." + table), denied) << table;
  for (const auto* table : {"leases", "nodes", "pools"})
    EXPECT_EQ(as(all.pools[0], std::string{"SELECT * FROM muniment."} + table), denied) << table;
}

TEST_F(isolation, nobody_takes_on_a_role_without_membership) {
  for (const auto& who : {all.control, all.hub, all.pools[1]}) {
    EXPECT_EQ(as(who, "SET ROLE " + mine.text()), denied) << who.name;
    EXPECT_EQ(as(who, "SET ROLE muniment_provisioner"), denied) << who.name;
  }
  EXPECT_EQ(as(all.pools[0], "SET ROLE " + mine.text()), "");
}

TEST_F(isolation, the_hub_reads_no_table_and_appends) {
  for (const auto& table : tables)
    EXPECT_EQ(as(all.hub, "SELECT * FROM " + mine.text() + "." + table), denied) << table;
  EXPECT_EQ(as(all.hub, "SELECT * FROM muniment.workspaces"), denied);
  EXPECT_EQ(as(all.hub, "SELECT id FROM muniment.workspaces"), "") << "to take leases of";
  EXPECT_EQ(as(all.hub, "SELECT * FROM " + mine.text() + ".take_over(0)"), "");
  EXPECT_EQ(as(all.hub, "SELECT " + mine.text() + ".rotate_traffic(1)"), denied);
}

TEST_F(isolation, the_control_login_provisions_and_reads_nothing) {
  for (const auto& table : tables)
    EXPECT_EQ(as(all.control, "SELECT * FROM " + mine.text() + "." + table), denied) << table;
  for (const auto* table : {"deployment", "workspaces", "leases", "nodes", "migrations", "pools"})
    EXPECT_EQ(as(all.control, std::string{"SELECT * FROM muniment."} + table), denied) << table;
  EXPECT_EQ(as(all.control, "SELECT " + mine.text() + ".take_over(0)"), denied);
  EXPECT_EQ(as(all.control, "SELECT muniment.create_pool_login(9)"), denied);
  EXPECT_EQ(as(all.control, "GRANT " + mine.text() + " TO muniment_control"), denied);
  EXPECT_EQ(as(all.control, "CREATE ROLE intruder"), denied);
}

TEST_F(isolation, only_the_control_login_provisions_and_drops) {
  for (const auto& who : {all.hub, all.pools[0]})
    for (const auto* call : {"provision(gen_random_uuid(), gen_random_uuid(), 'x')",
                             "drop_workspace(gen_random_uuid())"})
      EXPECT_EQ(as(who, std::string{"SELECT muniment."} + call), denied) << who.name << call;
}

TEST_F(isolation, the_ledger_takes_steps_of_own_workspaces_only) {
  const auto step = "SELECT muniment.record_migration('" + mine.text() + "', 'x')";
  EXPECT_EQ(as(all.pools[0], step), "");
  EXPECT_EQ(as(all.pools[1], step), denied);
  EXPECT_EQ(as_workspace(mine, step), denied);
}

TEST_F(isolation, the_provisioner_and_the_hub_are_members_of_no_workspace) {
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_auth_members WHERE member IN"
                           " ('muniment_provisioner'::regrole, 'muniment_hub'::regrole,"
                           " 'muniment_control'::regrole)"),
            "0");
}

}
}
