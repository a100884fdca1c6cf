// SPDX-License-Identifier: Apache-2.0
#include "storage/pool.hpp"

#include "storage/failure.hpp"
#include "storage/leases.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/except>
#include <pqxx/result>

#include <future>
#include <stdexcept>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::milliseconds;

class pool_of : public testing::Test {
protected:
  pool make(pool_options options) {
    return {database.owner_dsn(), database.logins().pools, options};
  }
  template <class Use>
  failure_kind failure_of(Use use) {
    try {
      use();
    } catch (const failure& error) {
      return error.kind();
    }
    throw std::logic_error{"nothing failed"};
  }
  static int backend(pool& of, const schema_name& schema) {
    int pid = 0;
    of.with_workspace(schema, [&](pqxx::work& work) {
      pid = work.exec1("SELECT pg_backend_pid()")[0].as<int>();
    });
    return pid;
  }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
};

TEST_F(pool_of, a_transaction_runs_as_the_workspace_and_commits) {
  auto connections = make({});
  connections.with_workspace(schema, [&](pqxx::work& work) {
    const auto row =
        work.exec1("SELECT current_user, session_user, current_setting('search_path')");
    EXPECT_EQ(row[0].as<std::string>(), schema.text());
    EXPECT_EQ(row[1].as<std::string>(), "muniment_pool_0");
    EXPECT_EQ(row[2].as<std::string>(), "pg_catalog, " + schema.text() + ", pg_temp");
    work.exec("INSERT INTO checkpoints VALUES ('users', 5, 1, '')");
  });
  EXPECT_EQ(database.value("SELECT position FROM " + schema.text() + ".checkpoints"), "5");
}

TEST_F(pool_of, a_throwing_use_rolls_back_and_frees_its_connection) {
  auto connections = make({.connections = 1});
  EXPECT_THROW(
      connections.with_workspace(schema,
                                 [&](pqxx::work& work) {
                                   work.exec("INSERT INTO checkpoints VALUES ('users', 5, 1, '')");
                                   throw std::runtime_error{"no"};
                                 }),
      std::runtime_error);
  EXPECT_NE(backend(connections, schema), 0);
  EXPECT_EQ(database.value("SELECT count(*) FROM " + schema.text() + ".checkpoints"), "0");
}

TEST_F(pool_of, is_bounded_and_says_so_at_the_deadline) {
  auto connections = make({.connections = 1, .acquire_deadline = milliseconds{30}});
  connections.with_workspace(schema, [&](pqxx::work&) {
    EXPECT_EQ(failure_of([&] { backend(connections, schema); }), failure_kind::exhausted);
    EXPECT_EQ(connections.usage().busy, 1u);
    EXPECT_EQ(connections.usage().idle, 0u);
  });
  EXPECT_NE(backend(connections, schema), 0);
  EXPECT_EQ(connections.usage().idle, 1u);
  EXPECT_EQ(connections.usage().exhausted, 1u);
}

TEST_F(pool_of, a_broken_idle_connection_is_replaced_in_silence) {
  auto connections = make({.connections = 1});
  const auto first = backend(connections, schema);
  database.execute("SELECT pg_terminate_backend(" + std::to_string(first) + ", 5000)");
  const auto second = backend(connections, schema);
  EXPECT_NE(second, first);
}

TEST_F(pool_of, a_connection_lost_in_use_is_said_so) {
  auto connections = make({.connections = 1});
  EXPECT_EQ(failure_of([&] {
              connections.with_workspace(schema, [&](pqxx::work& work) {
                const auto pid = work.exec1("SELECT pg_backend_pid()")[0].as<std::string>();
                database.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
                work.exec("SELECT 1");
              });
            }),
            failure_kind::lost);
  EXPECT_NE(backend(connections, schema), 0);
}

TEST_F(pool_of, a_statement_over_its_time_ends) {
  auto connections = make({.statement_timeout = milliseconds{50}});
  EXPECT_EQ(failure_of([&] {
              connections.with_workspace(
                  schema, [&](pqxx::work& work) { work.exec("SELECT pg_sleep(60)"); });
            }),
            failure_kind::timed_out);
}

TEST_F(pool_of, a_transaction_in_which_nothing_happens_ends_and_its_locks_with_it) {
  auto connections = make({.idle_timeout = milliseconds{50}});
  auto others = make({.lock_timeout = milliseconds{60'000}});
  EXPECT_EQ(failure_of([&] {
              connections.with_workspace(schema, [&](pqxx::work& work) {
                work.exec("LOCK TABLE checkpoints");
                others.with_workspace(
                    schema, [](pqxx::work& next) { next.exec("LOCK TABLE checkpoints"); });
                work.exec("SELECT 1");
              });
            }),
            failure_kind::lost);
}

TEST_F(pool_of, a_node_that_stands_still_holds_no_lock_for_longer_than_its_lease) {
  EXPECT_LT(pool_options{}.idle_timeout, lease_terms{}.term);
}

TEST_F(pool_of, an_error_names_its_state_and_no_data) {
  auto connections = make({});
  try {
    connections.with_workspace(schema,
                               [&](pqxx::work& work) { work.exec("SELECT 'a secret name'::int"); });
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.sqlstate(), "22P02");
    EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos);
  }
}

TEST_F(pool_of, a_connection_is_replaced_after_enough_schemas) {
  auto connections = make({.connections = 1, .schemas_per_connection = 2});
  const auto first = backend(connections, schema);
  EXPECT_EQ(backend(connections, schema), first);
  EXPECT_EQ(backend(connections, database.workspace()), first);
  EXPECT_NE(backend(connections, schema), first);
}

TEST_F(pool_of, an_idle_connection_makes_room_for_another_login) {
  auto connections = make({.connections = 1});
  const auto other = database.workspace();
  database.execute("GRANT " + other.text() +
                   " TO muniment_pool_1; UPDATE muniment.workspaces SET"
                   " pool = 1 WHERE schema = '" +
                   other.text() + "'");
  const auto first = backend(connections, schema);
  EXPECT_NE(backend(connections, other), first);
  EXPECT_EQ(connections.usage().idle, 1u);
  EXPECT_EQ(connections.number_of(other), 1);
}

}
}
