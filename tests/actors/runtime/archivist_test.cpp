// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/archivist.hpp"

#include "actors/runtime/waking.hpp"
#include "tests/support/append_requests.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;

class archivist_test : public testing::Test {
protected:
  void SetUp() override { keeper.start({borrowed(), database.hub_dsn(), {}, at_noon}); }

  std::shared_ptr<storage::pool> borrowed() { return {std::shared_ptr<void>{}, &database.pool()}; }

  void append(append_request request) {
    const auto cursor = wake(hub, reader, schema);
    const std::vector requests{shared(std::move(request))};
    auto batch = sequence(cursor, requests, noon);
    ASSERT_EQ(hub.commit({&batch.part, 1}).parts.front().verdict, storage::part_verdict::committed);
  }

  holder_reply holder(claim_kind kind) {
    return keeper.find_holder({schema, {static_cast<std::int16_t>(kind), {7}}});
  }

  static instant at_noon() { return noon; }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  storage::hub_connection hub{database.hub_dsn()};
  storage::journal_reader reader{database.pool()};
  archivist_state keeper;
};

TEST_F(archivist_test, a_claim_tells_its_holder_until_it_is_given_back) {
  auto taking = disabling(1);
  taking.taken = {{claim_kind::user_name, {7}}};
  append(taking);
  EXPECT_TRUE(holder(claim_kind::user_name).reached);
  EXPECT_EQ(holder(claim_kind::user_name).stream, numbered(1));
  EXPECT_EQ(holder(claim_kind::email).stream, std::nullopt);

  auto giving = disabling(1);
  giving.version = 1;
  giving.released = taking.taken;
  append(giving);
  EXPECT_TRUE(holder(claim_kind::user_name).reached);
  EXPECT_EQ(holder(claim_kind::user_name).stream, std::nullopt);
}

TEST_F(archivist_test, a_workspace_that_is_not_there_is_not_reached) {
  const storage::schema_name nowhere{*storage::deployment_tag::parse("none"), fresh_id()};
  EXPECT_FALSE(keeper.find_holder({nowhere, {1, {7}}}).reached);
}

TEST_F(archivist_test, a_journal_is_not_taken_over_after_the_deadline) {
  const auto epoch = "SELECT epoch FROM " + schema.text() + ".head";
  const auto late = keeper.wake({schema, noon - std::chrono::microseconds{1}});
  EXPECT_FALSE(late.cursor);
  EXPECT_EQ(late.reason, "its turn came too late");
  EXPECT_EQ(database.value(epoch), "0");
  EXPECT_TRUE(keeper.wake({schema, noon}).cursor);
  EXPECT_EQ(database.value(epoch), "1");
}

TEST_F(archivist_test, a_stream_is_not_read_after_the_deadline) {
  append(disabling(1));
  const auto read = [&](instant deadline) {
    return keeper.read_stream({schema, std::string{user::category}, numbered(1), 0, deadline});
  };
  EXPECT_FALSE(read(noon - std::chrono::microseconds{1}).reached);
  EXPECT_TRUE(read(noon).reached);
  EXPECT_EQ(read(noon).bodies.size(), 1U);
}

TEST_F(archivist_test, an_epoch_that_was_raised_is_told_although_nothing_could_be_read) {
  append(disabling(1));
  const storage::pool_options one{.connections = 1,
                                  .acquire_deadline = std::chrono::milliseconds{30}};
  const auto narrow =
      std::make_shared<storage::pool>(database.owner_dsn(), database.logins().pools, one);
  archivist_state crowded;
  crowded.start({narrow, database.hub_dsn(), {}, at_noon});
  settle_reply first;
  narrow->with_workspace(schema, [&](pqxx::work&) { first = crowded.settle({schema, 1, 0, {}}); });
  EXPECT_EQ(first.verdict, settle_verdict::unreachable);
  EXPECT_EQ(first.epoch, 2U);
  const auto second = crowded.settle({schema, first.epoch, 0, {}});
  EXPECT_EQ(second.verdict, settle_verdict::settled);
  EXPECT_EQ(second.epoch, 3U);
  EXPECT_EQ(second.bodies.size(), 1U);
}

TEST_F(archivist_test, an_epoch_that_could_not_be_raised_stays_what_it_was) {
  archivist_state apart;
  apart.start({borrowed(), "host=/nowhere dbname=none", {}, at_noon});
  const auto reply = apart.settle({schema, 7, 0, {}});
  EXPECT_EQ(reply.verdict, settle_verdict::unreachable);
  EXPECT_EQ(reply.epoch, 7U);
}

/// Told by the server: which connection an archivist has it keeps to itself.
TEST_F(archivist_test, its_own_connection_is_replaced_after_enough_schemas) {
  const std::string of_hubs = " FROM pg_stat_activity WHERE usename = 'muniment_hub' AND datname ="
                              " current_database()";
  const auto others = database.value("SELECT coalesce(string_agg(pid::text, ','), '0')" + of_hubs);
  const auto backends = [&] {
    return database.value("SELECT string_agg(pid::text, ' ')" + of_hubs + " AND pid NOT IN (" +
                          others + ")");
  };
  archivist_state busy;
  busy.start({borrowed(), database.hub_dsn(), {.schemas_per_connection = 2}, at_noon});
  EXPECT_TRUE(busy.wake({schema}).cursor);
  const auto first = backends();
  EXPECT_TRUE(busy.wake({database.workspace()}).cursor);
  EXPECT_EQ(backends(), first);
  EXPECT_TRUE(busy.wake({schema}).cursor);
  EXPECT_NE(backends(), first);
}

}
}
