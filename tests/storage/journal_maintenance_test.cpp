// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_maintenance.hpp"

#include "storage/journal_reader.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

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

TEST_F(journal_maintenance, closes_a_traffic_partition_at_the_head_and_never_an_empty_one) {
  EXPECT_FALSE(rotate_traffic(database.pool(), schema));
  const auto first = part_on(schema, 1, 0, 0, 6), second = part_on(schema, 1, 6, 0, 4);
  append(first);
  EXPECT_TRUE(rotate_traffic(database.pool(), schema));
  EXPECT_FALSE(rotate_traffic(database.pool(), schema));
  append(second);
  EXPECT_EQ(count("traffic_1"), "6");
  EXPECT_EQ(count("traffic_7"), "4");
  auto all = first.traffic;
  all.insert(all.end(), second.traffic.begin(), second.traffic.end());
  EXPECT_EQ(journal_reader{database.pool()}.read_page(schema, 0, 100), all);
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

}
}
