// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_snapshot.hpp"

#include "storage/failure.hpp"
#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/result>

namespace muniment::storage {
namespace {

using namespace test;

class snapshot : public testing::Test {
protected:
  void SetUp() override {
    own(hub, schema);
    auto part = first_part(schema, 3, 2);
    part.claims_taken = {{3, bytes{1, 2}, part.facts.front().stream}};
    part.tiles = {{0, 0, 0, bytes(limits::tile_half_bytes, 5)},
                  {0, 0, 1, bytes(limits::tile_half_bytes, 6)}};
    part.idempotency = {{bytes{5}, bytes{6}, 5, bytes{7}, *parse_instant("2999-01-01T00:00:00Z")}};
    commit(part);
    written = part;
  }
  void commit(const journal_part& part) {
    ASSERT_EQ(hub.commit({&part, 1}).parts.front().verdict, part_verdict::committed);
  }
  static std::vector<event_row> events(journal_snapshot& at, std::uint64_t after,
                                       std::uint64_t upto) {
    std::vector<event_row> all;
    at.read_events(after, upto, [&](journal_table, const event_row& row) { all.push_back(row); });
    return all;
  }
  static std::vector<std::int64_t> below_first(journal_snapshot& at) {
    std::vector<std::int64_t> all;
    at.read_positions_below_first([&](std::int64_t position) { all.push_back(position); });
    return all;
  }
  static std::vector<std::int64_t> behind(journal_snapshot& at, std::uint64_t position) {
    std::vector<std::int64_t> all;
    at.read_positions_behind(position, [&](std::int64_t each) { all.push_back(each); });
    return all;
  }
  std::string in_schema(const std::string& table) const { return schema.text() + '.' + table; }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  hub_connection hub{database.hub_dsn()};
  journal_part written{schema};
};

TEST_F(snapshot, reads_back_what_was_appended) {
  journal_snapshot at{database.pool(), schema};
  EXPECT_EQ(at.end().position, 5U);
  EXPECT_EQ(at.end().frontier, written.frontier);
  auto expected = written.facts;
  std::ranges::copy(written.traffic, std::back_inserter(expected));
  EXPECT_EQ(events(at, 0, 5), expected);
  EXPECT_EQ(events(at, 2, 4), (std::vector{expected[2], expected[3]}));
  EXPECT_EQ(at.read_tile(0, 0), written.tiles);
  EXPECT_TRUE(at.read_tile(0, 1).empty());
  EXPECT_EQ(at.tile_halves(), 2U);
  std::vector<claim_row> claims;
  at.read_claims([&](claim_row row) { claims.push_back(std::move(row)); });
  EXPECT_EQ(claims, written.claims_taken);
  EXPECT_EQ(at.outcomes_behind(4), 1U);
  EXPECT_EQ(at.outcomes_behind(5), 0U);
}

TEST_F(snapshot, tells_which_table_each_event_stands_in) {
  journal_snapshot at{database.pool(), schema};
  std::vector<journal_table> tables;
  at.read_events(0, 5, [&](journal_table in, const event_row&) { tables.push_back(in); });
  const auto facts = journal_table::facts, traffic = journal_table::traffic;
  EXPECT_EQ(tables, (std::vector{facts, facts, facts, traffic, traffic}));
}

TEST_F(snapshot, tells_where_events_stand_outside_of_a_journal) {
  database.execute("UPDATE " + in_schema("events") +
                   " SET position = -2 WHERE position = 1; UPDATE " + in_schema("events") +
                   " SET position = 0 WHERE position = 2");
  journal_snapshot at{database.pool(), schema};
  EXPECT_EQ(below_first(at), (std::vector<std::int64_t>{-2, 0}));
  EXPECT_EQ(behind(at, 3), (std::vector<std::int64_t>{4, 5}));
  EXPECT_EQ(behind(at, 5), std::vector<std::int64_t>{});
  EXPECT_EQ(at.next_position(0), 3U);
  EXPECT_EQ(at.next_position(3), 4U);
  EXPECT_EQ(at.next_position(5), std::nullopt);
}

TEST_F(snapshot, reads_events_by_a_merge_append_over_the_indexes) {
  for (std::uint64_t position = 5; position < 20'000; position += 2'000)
    commit(part_on(schema, 1, position, 1'000, 1'000));
  database.execute("ANALYZE " + in_schema("events") + ", " + in_schema("traffic"));
  std::string plan;
  database.pool().with_workspace(schema, [&](pqxx::work& work) {
    for (const auto& row : work.exec("EXPLAIN " + statements::events_between(8'192, 12'288)))
      plan += row[0].as<std::string>() + '\n';
  });
  EXPECT_NE(plan.find("Merge Append"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Sort  ("), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Seq Scan"), std::string::npos) << plan;
}

TEST_F(snapshot, has_one_head_and_at_a_position_that_can_be) {
  const auto end = [&] { return journal_snapshot{database.pool(), schema}.end().position; };
  database.execute("UPDATE " + in_schema("head") + " SET position = -1");
  EXPECT_THROW(end(), failure);
  database.execute("UPDATE " + in_schema("head") + " SET position = 5");
  EXPECT_EQ(end(), 5U);
  database.execute("INSERT INTO " + in_schema("head") + " SELECT * FROM " + in_schema("head"));
  EXPECT_THROW(end(), failure);
}

TEST_F(snapshot, sees_nothing_of_what_is_appended_later) {
  journal_snapshot at{database.pool(), schema};
  EXPECT_EQ(at.end().position, 5U);
  auto more = part_on(schema, 1, 5);
  more.claims_released = {{3, bytes{1, 2}}};
  commit(more);
  EXPECT_EQ(at.end().position, 5U);
  EXPECT_EQ(events(at, 0, 100).size(), 5U);
  std::size_t claims = 0;
  at.read_claims([&](const claim_row&) { ++claims; });
  EXPECT_EQ(claims, 1U);
  EXPECT_EQ((journal_snapshot{database.pool(), schema}.end().position), 6U);
}

TEST_F(snapshot, holds_no_lock_that_an_append_waits_for) {
  journal_snapshot at{database.pool(), schema};
  at.end();
  commit(part_on(schema, 1, 5));
}

TEST_F(snapshot, of_an_unknown_workspace_is_said_so) {
  const schema_name nobody{*deployment_tag::parse("test"), fresh_id()};
  EXPECT_THROW((journal_snapshot{database.pool(), nobody}), failure);
}

}
}
