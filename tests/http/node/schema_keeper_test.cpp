// SPDX-License-Identifier: Apache-2.0
#include "http/node/schema_keeper.hpp"

#include "tests/support/logged.hpp"
#include "tests/support/node_world.hpp"

#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

const std::vector<storage::migration> made_up{
    {"made-up/shelf", "CREATE TABLE muniment_template.shelf (a int)"},
    {"made-up/filled", "INSERT INTO muniment_template.shelf VALUES (1)"}};

/// Workspaces that an older program left.
class keeping_schemas : public testing::Test {
protected:
  keeping_schemas() {
    for (const auto* slug : {"acme", "globex", "initech"})
      schemas.push_back(world.made(slug)->place().schema.text());
    world.end();
    world.schema_steps = made_up;
    world.begin();
  }

  std::string ledgers() {
    return world.database().value(
        "SELECT count(*) FROM muniment.migrations WHERE id LIKE 'made-up/%'");
  }

  /// Until the other two followed.
  void start_beside_one_that_cannot(schema_keeper& keeper, asio::io_context& io) {
    world.database().execute("CREATE TABLE " + schemas[1] + ".shelf (a text)");
    keeper.start();
    while (ledgers() != "4")
      ASSERT_GT(io.run_one_for(10s), 0U);
  }

  test::node_world world;
  std::vector<std::string> schemas;
};

TEST_F(keeping_schemas, who_sleeps_follows_and_is_let_sleep_and_the_log_tells_the_end) {
  const test::logged log;
  schema_keeper keeper{world.node(), world.context(), 1h};
  EXPECT_TRUE(world.finish(keeper.round()));
  EXPECT_EQ(ledgers(), "6");
  EXPECT_EQ(world.database().value("SELECT count(*) FROM muniment.leases"), "0");
  EXPECT_EQ(log.count("3 workspaces took the steps of their schema"), 1) << log.lines.str();
  EXPECT_EQ(log.count("every workspace has the schema of this version"), 1);
  EXPECT_TRUE(world.node().services().schemas->complete) << "who wakes need not look any more";
}

TEST_F(keeping_schemas, a_workspace_that_wakes_follows_before_the_rest) {
  ASSERT_NE(world.found("globex"), nullptr);
  EXPECT_EQ(ledgers(), "2");
  schema_keeper keeper{world.node(), world.context(), 1h};
  EXPECT_TRUE(world.finish(keeper.round()));
  EXPECT_EQ(ledgers(), "6");
}

TEST_F(keeping_schemas, one_that_cannot_follow_is_unavailable_and_told_of_once) {
  const auto held = schemas[1] + ".shelf";
  world.database().execute("CREATE TABLE " + held + " (a text)");
  const test::logged log;
  schema_keeper keeper{world.node(), world.context(), 1h};
  EXPECT_FALSE(world.finish(keeper.round()));
  EXPECT_FALSE(world.finish(keeper.round()));
  EXPECT_FALSE(world.node().services().schemas->complete);
  const auto cause = "migration made-up/shelf: the database refused a statement (42P07)";
  EXPECT_EQ(log.count("the schemas of workspaces: " + schemas[1] + ": " + cause), 1)
      << log.lines.str();
  EXPECT_THROW(world.found("globex"), workspace_unavailable);
  EXPECT_EQ(log.count(std::string{"does not wake: "} + cause), 1) << log.lines.str();
  EXPECT_NE(world.found("acme"), nullptr);
  world.database().execute("DROP TABLE " + held);
  EXPECT_TRUE(world.finish(keeper.round()));
}

TEST_F(keeping_schemas, goes_round_by_itself_until_nobody_lacks_a_step) {
  asio::io_context io{1};
  schema_keeper keeper{world.node(), io, 1ms};
  start_beside_one_that_cannot(keeper, io);
  world.database().execute("DROP TABLE " + schemas[1] + ".shelf");
  io.run();
  EXPECT_EQ(ledgers(), "6") << "and then it ended";
}

TEST_F(keeping_schemas, ends_when_it_is_stopped) {
  asio::io_context io{1};
  schema_keeper keeper{world.node(), io, 1h};
  start_beside_one_that_cannot(keeper, io);
  asio::co_spawn(io, keeper.stop(), asio::detached);
  io.run();
  EXPECT_EQ(ledgers(), "4");
}

}
}
