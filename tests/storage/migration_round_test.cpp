// SPDX-License-Identifier: Apache-2.0
#include "storage/migration_round.hpp"

#include "storage/failure.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>

#include <algorithm>
#include <future>

namespace muniment::storage {
namespace {

using namespace test;

const migration shelf{"made-up/shelf", "CREATE TABLE muniment_template.shelf (a int)"};
const migration filled{"made-up/filled", "INSERT INTO muniment_template.shelf VALUES (1)"};

class migration_round : public testing::Test {
protected:
  migration_report round(const std::vector<migration>& steps, const std::stop_token& stop = {}) {
    return migrate_workspaces(database.pool(), database.hub_dsn(), steps, stop);
  }
  std::string ledgers() {
    return database.value("SELECT count(*) FROM muniment.migrations WHERE id LIKE 'made-up/%'");
  }

  journal_database database;
  const std::vector<schema_name> workspaces{database.workspace(), database.workspace(),
                                            database.workspace()};
  const std::vector<migration> both{shelf, filled};
};

TEST_F(migration_round, lets_all_who_lack_a_step_take_it_and_has_an_end) {
  migrate_workspace(database.pool(), workspaces[1], both);
  migrate_workspace(database.pool(), workspaces[2], std::vector{shelf});
  database.execute("UPDATE muniment.workspaces SET state = 'suspended'");
  const auto first = round(both);
  EXPECT_EQ(first.followed, 2U) << "one had both";
  EXPECT_TRUE(first.finished());
  EXPECT_EQ(ledgers(), "6");
  for (const auto& schema : workspaces)
    EXPECT_EQ(database.value("SELECT count(*) FROM " + schema.text() + ".shelf"), "1");
  const auto again = round(both);
  EXPECT_EQ(again.followed, 0U);
  EXPECT_TRUE(again.finished());
}

TEST_F(migration_round, goes_on_after_one_that_cannot_follow_and_names_it) {
  database.execute("SET ROLE " + workspaces[1].text() + "; CREATE TABLE " + workspaces[1].text() +
                   ".shelf (a text UNIQUE)");
  const auto found = round(both);
  EXPECT_EQ(found.followed, 2U);
  EXPECT_EQ(found.failed, 1U);
  EXPECT_FALSE(found.finished());
  EXPECT_EQ(found.reasons,
            std::vector{workspaces[1].text() +
                        ": migration made-up/shelf: the database refused a statement (42P07)"});
  database.execute("DROP TABLE " + workspaces[1].text() + ".shelf");
  EXPECT_EQ(round(both).followed, 1U);
}

TEST_F(migration_round, one_node_at_a_time_is_at_it) {
  {
    pqxx::connection other{database.dsn(database.logins().pools[0])};
    ASSERT_TRUE(
        pqxx::nontransaction{other}.exec1("SELECT pg_try_advisory_lock(7021861)")[0].as<bool>());
    const auto found = round(both);
    EXPECT_FALSE(found.begun);
    EXPECT_FALSE(found.finished()) << "whoever is at it may be killed";
    EXPECT_EQ(ledgers(), "0");
  }
  EXPECT_TRUE(eventually(database, "SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory'"
                                   " AND database = (SELECT oid FROM pg_database WHERE datname ="
                                   " current_database()) AND objid = 7021861"));
  EXPECT_TRUE(round(both).finished());
}

/// Told while the step of the second workspace waits for a reader.
TEST_F(migration_round, ends_between_two_workspaces_when_it_is_told_to) {
  const std::vector<migration> steps{
      {"made-up/note", "ALTER TABLE muniment_template.claims ADD COLUMN note text"}};
  auto in_order = workspaces;
  std::ranges::sort(in_order, {}, &schema_name::text);
  std::stop_source stop;
  std::future<migration_report> under_way;
  database.pool().with_workspace(in_order[1], [&](pqxx::work& reading) {
    reading.exec("SELECT count(*) FROM claims");
    under_way = std::async(std::launch::async, [&] { return round(steps, stop.get_token()); });
    EXPECT_TRUE(eventually(database, "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND"
                                     " relation = '" +
                                         in_order[1].text() + ".claims'::regclass"));
    stop.request_stop();
    EXPECT_EQ(under_way.wait_for(std::chrono::seconds{20}), std::future_status::ready);
  });
  const auto found = under_way.get();
  EXPECT_FALSE(found.finished());
  EXPECT_EQ(found.followed, 1U);
  EXPECT_EQ(ledgers(), "1") << "the third was not begun";
}

TEST_F(migration_round, without_steps_is_over_and_asks_nobody) {
  pool unreachable{"host=/nowhere dbname=none", database.logins().pools};
  EXPECT_TRUE(migrate_workspaces(unreachable, "host=/nowhere dbname=none", {}).finished());
}

TEST_F(migration_round, says_that_the_database_is_out_of_reach) {
  try {
    migrate_workspaces(database.pool(), "host=/nowhere dbname=none", both);
    ADD_FAILURE() << "it was reached";
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::unavailable);
  }
}

}
}
