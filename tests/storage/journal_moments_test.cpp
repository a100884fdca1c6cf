// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_moments.hpp"

#include "storage/journal_maintenance.hpp"
#include "storage/journal_statements.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/result>

#include <random>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::seconds;

constexpr auto noon = from_microseconds(1'772'546'580'000'000);

class journal_moments : public testing::Test {
protected:
  void SetUp() override { own(hub, schema); }

  /// Facts and traffic in turns, an event for each of these seconds after noon.
  void append(const std::vector<int>& at) {
    auto part = part_on(schema, 1, moments.size(), at.size());
    std::vector<event_row> facts;
    for (std::size_t each = 0; each < at.size(); ++each) {
      auto& row = part.facts[each];
      row.recorded_at = noon + seconds{at[each]};
      moments.push_back(row.recorded_at);
      (row.position % 2 == 0 ? part.traffic : facts).push_back(row);
    }
    part.facts = facts;
    const auto result = hub.commit({&part, 1});
    ASSERT_EQ(result.parts.front().verdict, part_verdict::committed)
        << result.parts.front().sqlstate;
  }

  /// The position, or 0.
  std::uint64_t at(instant moment) {
    const auto found = place_at(database.pool(), schema, moment);
    if (!found) return 0;
    EXPECT_EQ(found->recorded_at, moments.at(found->position - 1));
    return found->position;
  }
  std::uint64_t at(int second) { return at(noon + seconds{second}); }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  hub_connection hub{database.hub_dsn()};
  std::vector<instant> moments;
};

TEST_F(journal_moments, the_last_event_by_then_is_found_where_several_share_a_moment) {
  append({10, 20, 20, 20, 30});
  EXPECT_EQ(at(9), 0U);
  EXPECT_EQ(at(10), 1U);
  EXPECT_EQ(at(19), 1U);
  EXPECT_EQ(at(20), 4U);
  EXPECT_EQ(at(29), 4U);
  EXPECT_EQ(at(30), 5U);
  EXPECT_EQ(at(1'000), 5U);
  EXPECT_EQ(at(noon + seconds{20} - std::chrono::microseconds{1}), 1U);
}

TEST_F(journal_moments, of_an_empty_journal_there_are_none) {
  EXPECT_EQ(at(10), 0U);
  EXPECT_FALSE(place_of(database.pool(), schema, 1));
}

TEST_F(journal_moments, are_what_a_walk_over_all_events_finds) {
  std::mt19937 dice{7};
  std::vector<int> seconds_of;
  for (int event = 0, now = 0; event < 200; ++event)
    seconds_of.push_back(now += static_cast<int>(dice() % 3));
  append(seconds_of);
  for (int second = -1; second <= seconds_of.back() + 1; ++second) {
    const auto walked = std::ranges::count_if(seconds_of, [&](int each) { return each <= second; });
    ASSERT_EQ(at(second), static_cast<std::uint64_t>(walked)) << second;
  }
}

TEST_F(journal_moments, pass_over_what_retention_dropped) {
  append({10, 20, 30, 40, 50, 60, 70});
  database.execute("DELETE FROM " + schema.text() + ".traffic WHERE position IN (2, 4)");
  EXPECT_EQ(at(20), 1U);
  EXPECT_EQ(at(45), 3U);
  EXPECT_EQ(at(60), 6U);
  EXPECT_FALSE(place_of(database.pool(), schema, 4));
}

TEST_F(journal_moments, an_event_is_found_by_its_position) {
  append({10, 20});
  EXPECT_EQ(place_of(database.pool(), schema, 2), (journal_place{2, noon + seconds{20}}));
  EXPECT_FALSE(place_of(database.pool(), schema, 3));
  EXPECT_FALSE(place_of(database.pool(), schema, UINT64_MAX));
}

TEST_F(journal_moments, are_looked_up_by_the_indexes) {
  for (int part = 0; part < 10; ++part)
    append(std::vector<int>(2'000, part));
  ASSERT_TRUE(rotate_traffic(database.pool(), schema, 0));
  database.execute("ANALYZE " + schema.text() + ".events, " + schema.text() + ".traffic");
  std::string plan;
  database.pool().with_workspace(schema, [&](pqxx::work& work) {
    for (const auto& row : work.exec_params("EXPLAIN " + statements::last_place, 9'000))
      plan += row[0].as<std::string>() + '\n';
  });
  EXPECT_NE(plan.find("Merge Append"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Sort  ("), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Seq Scan"), std::string::npos) << plan;
}

}
}
