// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_maintenance.hpp"

#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"
#include "storage/pool.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/transaction>

#include <thread>

namespace muniment::storage {
namespace {

using namespace test;

class journal_maintenance : public testing::Test {
protected:
  void SetUp() override { own(hub, schema); }

  void append(const journal_part& part) {
    ASSERT_EQ(hub.commit({&part, 1}).parts.front().verdict, part_verdict::committed);
  }
  std::string count(const std::string& table) {
    return database.value("SELECT count(*) FROM " + schema.text() + "." + table);
  }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  hub_connection hub{database.hub_dsn()};
};

TEST_F(journal_maintenance, opens_the_next_traffic_partition_ahead_and_never_an_empty_one) {
  EXPECT_FALSE(rotate_traffic(database.pool(), schema, 9));
  const auto first = part_on(schema, 1, 0, 0, 6), second = part_on(schema, 1, 6, 0, 4);
  append(first);
  EXPECT_TRUE(rotate_traffic(database.pool(), schema, 9));
  EXPECT_FALSE(rotate_traffic(database.pool(), schema, 12));
  append(second);
  EXPECT_EQ(count("traffic_1"), "8");
  EXPECT_EQ(count("traffic_9"), "2");
  auto all = first.traffic;
  all.insert(all.end(), second.traffic.begin(), second.traffic.end());
  EXPECT_EQ(journal_reader{database.pool()}.read_page(schema, 0, 100), all);
}

TEST_F(journal_maintenance, ends_no_partition_before_what_is_in_it) {
  append(part_on(schema, 1, 0, 2, 6));
  EXPECT_TRUE(rotate_traffic(database.pool(), schema, 3));
  append(part_on(schema, 1, 8, 0, 1));
  EXPECT_EQ(count("traffic_1"), "6");
  EXPECT_EQ(count("traffic_9"), "1");
}

TEST_F(journal_maintenance, appends_do_not_wait_for_long_behind_a_reader) {
  append(part_on(schema, 1, 0, 0, 6));
  database.pool().with_workspace(schema, [&](pqxx::work& reading) {
    reading.exec("SELECT count(*) FROM traffic");
    try {
      rotate_traffic(database.pool(), schema, 9);
      ADD_FAILURE() << "it passed a reader by";
    } catch (const failure& error) {
      EXPECT_EQ(error.sqlstate(), "55P03");
    }
    append(part_on(schema, 1, 6, 0, 1));
  });
  EXPECT_TRUE(rotate_traffic(database.pool(), schema, 9));
}

TEST_F(journal_maintenance, estimates_rows_by_what_was_last_seen_and_the_size) {
  append(part_on(schema, 1, 0, 30, 10));
  const auto unseen = read_traffic_growth(database.pool(), schema);
  EXPECT_EQ(unseen.begin, 1U);
  EXPECT_EQ(unseen.next, 41U);
  EXPECT_EQ(unseen.rows, 40U) << "at most: nobody has looked";
  database.execute("ANALYZE " + schema.text() + ".traffic_1");
  EXPECT_EQ(read_traffic_growth(database.pool(), schema).rows, 10U);
  rotate_traffic(database.pool(), schema, 100);
  const auto ahead = read_traffic_growth(database.pool(), schema);
  EXPECT_EQ(ahead.begin, 100U);
  EXPECT_EQ(ahead.rows, 0U) << "it begins ahead of the head";
}

TEST(traffic_edge, lies_where_a_partition_will_hold_what_it_is_to_hold) {
  const auto edge = [](std::uint64_t begin, std::uint64_t next, std::uint64_t rows) {
    return traffic_edge({begin, next, rows}, 1'000);
  };
  EXPECT_EQ(edge(1, 1, 0), std::nullopt);
  EXPECT_EQ(edge(1, 100, 99), std::nullopt);
  EXPECT_EQ(edge(1, 101, 100), 1'001U) << "at a tenth";
  EXPECT_EQ(edge(1, 401, 100), 4'001U) << "three in four are facts";
  EXPECT_EQ(edge(501, 5'501, 5'000), 5'501U) << "it holds more already";
}

TEST_F(journal_maintenance, forgets_expired_outcomes_a_few_at_a_time) {
  auto part = part_on(schema, 1, 0, 1);
  const auto past = *parse_instant("2001-01-01T00:00:00Z");
  const auto future = *parse_instant("2999-01-01T00:00:00Z");
  for (std::uint8_t digest = 0; digest < 5; ++digest)
    part.idempotency.push_back({bytes{digest}, bytes{1}, 1, bytes{2}, digest < 3 ? past : future});
  append(part);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 2u);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 1u);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 0u);
  EXPECT_EQ(count("idempotency"), "2");
}

TEST_F(journal_maintenance, a_round_forgets_what_expired_and_rotates_at_the_bound_and_not_below) {
  const maintenance_terms terms{.partition_rows = 100, .forgotten_at_once = 2, .most_batches = 2};
  auto part = part_on(schema, 1, 0, 0, 9);
  const auto past = *parse_instant("2001-01-01T00:00:00Z");
  for (std::uint8_t digest = 0; digest < 5; ++digest)
    part.idempotency.push_back({bytes{digest}, bytes{1}, 1, bytes{2}, past});
  append(part);
  const auto below = maintain(database.pool(), schema, terms);
  EXPECT_FALSE(below.rotated);
  EXPECT_EQ(below.forgotten, 4U) << "a bounded number";
  append(part_on(schema, 1, 9, 0, 1));
  const auto at = maintain(database.pool(), schema, terms);
  EXPECT_TRUE(at.rotated);
  EXPECT_EQ(at.forgotten, 1U);
  EXPECT_EQ(count("traffic_101"), "0");
  EXPECT_FALSE(maintain(database.pool(), schema, terms).rotated);
}

/// Round after round beside a writer and a reader who do not stop.
TEST_F(journal_maintenance, is_not_noticed_by_who_appends_and_reads) {
  constexpr std::uint64_t most = 4'000;
  std::jthread writer{[&] {
    for (std::uint64_t at = 0; at < most; at += 4)
      append(part_on(schema, 1, at, 1, 3));
  }};
  std::uint64_t seen = 0;
  std::jthread reader{[&] {
    for (journal_reader read{database.pool()}; seen < most;)
      for (const auto& each : read.read_page(schema, seen, 100)) {
        ASSERT_EQ(each.position, seen + 1);
        ++seen;
      }
  }};
  int rotations = 0;
  while (journal_reader{database.pool()}.read_head(schema).position < most) {
    try {
      rotations += maintain(database.pool(), schema, {.partition_rows = 300}).rotated ? 1 : 0;
    } catch (const failure& error) {
      EXPECT_EQ(error.sqlstate(), "55P03") << error.what();
    }
  }
  writer.join();
  reader.join();
  EXPECT_EQ(seen, most);
  EXPECT_GE(rotations, 5);
  EXPECT_EQ(count("traffic"), std::to_string(most / 4 * 3));
}

}
}
