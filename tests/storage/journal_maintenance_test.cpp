// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_maintenance.hpp"

#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"
#include "storage/pool.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/transaction>

#include <future>
#include <set>
#include <stop_token>

namespace muniment::storage {
namespace {

using namespace test;

using namespace std::chrono_literals;

/// Asks threads to end when a test ends before they do, however that comes; made after their
/// futures, which wait for them.
struct stopping {
  std::stop_source& threads;
  ~stopping() { threads.request_stop(); }
};

template <class T>
bool is_over(const std::future<T>& work) {
  return work.wait_for(0s) == std::future_status::ready;
}

/// The SQLSTATE that `work` is refused with; empty when it is not.
template <class F>
std::string sqlstate_of_refusal(F work) {
  try {
    work();
  } catch (const failure& error) {
    return error.sqlstate().empty() ? error.what() : error.sqlstate();
  }
  return {};
}

class journal_maintenance : public testing::Test {
protected:
  void SetUp() override { own(hub, schema); }

  bool appends(const journal_part& part) {
    return hub.commit({&part, 1}).parts.front().verdict == part_verdict::committed;
  }
  void append(const journal_part& part) { ASSERT_TRUE(appends(part)); }

  /// So many outcomes, first those that have expired.
  void remember(journal_part& part, std::uint8_t expired, std::uint8_t lasting) {
    const auto past = *parse_instant("2001-01-01T00:00:00Z");
    const auto future = *parse_instant("2999-01-01T00:00:00Z");
    for (std::uint8_t digest = 0; digest < expired + lasting; ++digest)
      part.idempotency.push_back(
          {bytes{digest}, bytes{1}, 1, bytes{2}, digest < expired ? past : future});
  }

  /// The SQLSTATEs that one rotation after the other is refused with, at least one.
  std::set<std::string> keep_rotating(const std::stop_token& stop) {
    std::set<std::string> refusals;
    do
      refusals.insert(sqlstate_of_refusal([&] { rotate_traffic(database.pool(), schema, 9); }));
    while (!stop.stop_requested());
    return refusals;
  }

  /// Appends until the head is `most`; where it came to.
  std::uint64_t write_to(std::uint64_t most, const std::stop_token& stop) {
    std::uint64_t at = 0;
    while (at < most && !stop.stop_requested() && appends(part_on(schema, 1, at, 1, 3)))
      at += 4;
    return at;
  }

  /// Reads until the head is `most`; where it came to without a gap.
  std::uint64_t read_to(std::uint64_t most, const std::stop_token& stop) {
    std::uint64_t seen = 0;
    for (journal_reader read{database.pool()}; seen < most && !stop.stop_requested();)
      for (const auto& each : read.read_page(schema, seen, 100)) {
        if (each.position != seen + 1) return seen;
        ++seen;
      }
    return seen;
  }
  std::string count(const std::string& table) {
    return database.value("SELECT count(*) FROM " + schema.text() + "." + table);
  }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  hub_connection hub{database.hub_dsn()};
};

TEST_F(journal_maintenance, opens_a_new_traffic_partition_only_once_the_newest_holds_something) {
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

/// The append would be refused if it had to wait as long as a pool lets others wait for a lock.
TEST_F(journal_maintenance, appends_do_not_wait_for_long_behind_a_reader) {
  append(part_on(schema, 1, 0, 0, 6));
  hub_connection impatient{database.hub_dsn(), {.lock_timeout = 1'000ms}};
  database.pool().with_workspace(schema, [&](pqxx::work& reading) {
    reading.exec("SELECT count(*) FROM traffic");
    std::stop_source enough;
    auto rotating =
        std::async(std::launch::async, [&] { return keep_rotating(enough.get_token()); });
    const stopping at_end{enough};
    EXPECT_TRUE(
        eventually(database, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode"
                             " = 'AccessExclusiveLock' AND relation = '" +
                                 schema.text() + ".traffic'::regclass)"));
    auto appending = std::async(std::launch::async, [&] {
      const auto part = part_on(schema, 1, 6, 0, 1);
      return impatient.commit({&part, 1}).parts.front();
    });
    EXPECT_EQ(appending.wait_for(20s), std::future_status::ready);
    EXPECT_EQ(appending.get(), part_result{part_verdict::committed});
    enough.request_stop();
    EXPECT_EQ(rotating.get(), std::set<std::string>{"55P03"}) << "it passed a reader by";
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

TEST(traffic_edge, lies_at_most_four_times_as_many_positions_ahead) {
  EXPECT_EQ(traffic_edge({1, 2'001, 100}, 1'000), 4'001U) << "19 in 20 are facts";
  EXPECT_EQ(traffic_edge({501, 2'501, 100}, 1'000), 4'501U);
  EXPECT_EQ(traffic_edge({1, 1'000'001, 100}, 1'000), 1'000'001U) << "not before the next event";
}

TEST_F(journal_maintenance, forgets_expired_outcomes_a_few_at_a_time) {
  auto part = part_on(schema, 1, 0, 1);
  remember(part, 3, 2);
  append(part);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 2u);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 1u);
  EXPECT_EQ(forget_expired(database.pool(), schema, 2), 0u);
  EXPECT_EQ(count("idempotency"), "2");
}

TEST_F(journal_maintenance, waits_for_no_outcome_that_somebody_holds) {
  auto part = part_on(schema, 1, 0, 1);
  remember(part, 3, 0);
  append(part);
  database.pool().with_workspace(schema, [&](pqxx::work& holding) {
    holding.exec("SELECT FROM idempotency ORDER BY digest LIMIT 1 FOR UPDATE");
    EXPECT_EQ(forget_expired(database.pool(), schema, 10), 2U);
  });
  EXPECT_EQ(forget_expired(database.pool(), schema, 10), 1U);
}

TEST_F(journal_maintenance, a_round_forgets_what_expired_and_rotates_at_the_bound_and_not_below) {
  const maintenance_terms terms{.partition_rows = 100, .forgotten_at_once = 2, .most_batches = 2};
  auto part = part_on(schema, 1, 0, 0, 9);
  remember(part, 5, 0);
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

TEST_F(journal_maintenance, a_round_forgets_although_a_reader_keeps_it_from_rotating) {
  auto part = part_on(schema, 1, 0, 0, 10);
  remember(part, 3, 0);
  append(part);
  const auto round = [&] { maintain(database.pool(), schema, {.partition_rows = 100}); };
  database.pool().with_workspace(schema, [&](pqxx::work& reading) {
    reading.exec("SELECT count(*) FROM traffic");
    EXPECT_EQ(sqlstate_of_refusal(round), "55P03");
  });
  EXPECT_EQ(count("idempotency"), "0");
}

TEST_F(journal_maintenance, a_round_rotates_although_it_cannot_forget) {
  append(part_on(schema, 1, 0, 0, 10));
  database.execute("ALTER TABLE " + schema.text() + ".idempotency RENAME TO hidden");
  const auto round = [&] { maintain(database.pool(), schema, {.partition_rows = 100}); };
  EXPECT_EQ(sqlstate_of_refusal(round), "42P01");
  EXPECT_EQ(count("traffic_101"), "0");
}

TEST_F(journal_maintenance, a_round_forgets_no_more_when_it_is_to_end) {
  auto part = part_on(schema, 1, 0, 1);
  remember(part, 3, 0);
  append(part);
  std::stop_source ending;
  ending.request_stop();
  EXPECT_EQ(maintain(database.pool(), schema, {}, ending.get_token()).forgotten, 0U);
  EXPECT_EQ(count("idempotency"), "3");
}

/// Round after round beside a writer and a reader who do not stop.
TEST_F(journal_maintenance, is_not_noticed_by_who_appends_and_reads) {
  constexpr std::uint64_t most = 4'000;
  std::stop_source enough;
  auto writing = std::async(std::launch::async, [&] { return write_to(most, enough.get_token()); });
  auto reading = std::async(std::launch::async, [&] { return read_to(most, enough.get_token()); });
  const stopping at_end{enough};
  const std::set<std::string> gave_way{"", "55P03", "57014"};
  int rotations = 0;
  while (!is_over(writing) && !is_over(reading))
    EXPECT_TRUE(gave_way.contains(sqlstate_of_refusal([&] {
      rotations += maintain(database.pool(), schema, {.partition_rows = 300}).rotated ? 1 : 0;
    })));
  if (is_over(reading)) enough.request_stop();
  const auto written = writing.get();
  if (written < most) enough.request_stop();
  EXPECT_EQ(written, most);
  EXPECT_EQ(reading.get(), most);
  EXPECT_GE(rotations, 5);
  EXPECT_EQ(count("traffic"), std::to_string(most / 4 * 3));
}

}
}
