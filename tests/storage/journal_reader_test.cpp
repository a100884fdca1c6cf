// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_reader.hpp"

#include "storage/failure.hpp"
#include "storage/journal_copy.hpp"
#include "storage/journal_maintenance.hpp"
#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/result>

#include <algorithm>

namespace muniment::storage {
namespace {

using namespace test;

class reading : public testing::Test {
protected:
  void SetUp() override { own(hub, schema); }

  void append(const journal_part& part) {
    const auto result = hub.commit({&part, 1});
    ASSERT_EQ(result.parts.front().verdict, part_verdict::committed)
        << result.parts.front().sqlstate;
  }

  /// Facts and traffic in turns, `count` positions after `position`.
  journal_part mixed(std::uint64_t position, std::size_t count) {
    auto part = part_on(schema, 1, position, count);
    std::vector<event_row> facts;
    for (auto& row : part.facts)
      (row.position % 2 == 0 ? part.traffic : facts).push_back(row);
    part.facts = facts;
    return part;
  }

  static std::vector<event_row> in_order(const journal_part& part) {
    auto rows = part.facts;
    rows.insert(rows.end(), part.traffic.begin(), part.traffic.end());
    std::ranges::sort(rows, {}, &event_row::position);
    return rows;
  }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  hub_connection hub{database.hub_dsn()};
  journal_reader reader{database.pool()};
};

TEST_F(reading, a_page_merges_facts_and_traffic_by_position) {
  const auto part = mixed(0, 9);
  append(part);
  const auto all = in_order(part);
  EXPECT_EQ(reader.read_page(schema, 0, 100), all);
  EXPECT_EQ(reader.read_page(schema, 4, 3), std::vector(all.begin() + 4, all.begin() + 7));
  EXPECT_TRUE(reader.read_page(schema, 9, 3).empty());
}

TEST_F(reading, a_page_is_a_merge_append_over_the_indexes) {
  for (std::uint64_t position = 0; position < 20'000; position += 2'000)
    append(mixed(position, 2'000));
  ASSERT_TRUE(rotate_traffic(database.pool(), schema, 0));
  append(mixed(20'000, 2'000));
  database.execute("ANALYZE " + schema.text() + ".events, " + schema.text() + ".traffic");
  std::string plan;
  database.pool().with_workspace(schema, [&](pqxx::work& work) {
    for (const auto& row : work.exec_params("EXPLAIN " + statements::page, 9'000, 1'000))
      plan += row[0].as<std::string>() + '\n';
  });
  EXPECT_NE(plan.find("Merge Append"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Sort  ("), std::string::npos) << plan;
  EXPECT_EQ(plan.find("Seq Scan"), std::string::npos) << plan;
}

TEST_F(reading, a_stream_is_read_from_its_own_table) {
  auto part = part_on(schema, 1, 0, 3, 2);
  const auto stream = part.facts[0].stream;
  for (std::uint32_t at = 0; at < 3; ++at) {
    part.facts[at].stream = stream;
    part.facts[at].version = at + 1;
  }
  append(part);
  EXPECT_EQ(reader.read_stream(schema, journal_table::facts, 1, stream, 0, 10), part.facts);
  EXPECT_EQ(reader.read_stream(schema, journal_table::facts, 1, stream, 1, 1),
            std::vector{part.facts[1]});
  EXPECT_TRUE(reader.read_stream(schema, journal_table::traffic, 1, stream, 0, 10).empty());
  EXPECT_EQ(reader.read_stream(schema, journal_table::traffic, 2, part.traffic[1].stream, 0, 10),
            std::vector{part.traffic[1]});
}

TEST_F(reading, a_stream_version_is_taken_once) {
  append(first_part(schema));
  auto again = part_on(schema, 1, 1);
  again.facts[0].stream = reader.read_page(schema, 0, 1).front().stream;
  EXPECT_EQ(hub.commit({&again, 1}).parts.front(), (part_result{part_verdict::failed, "23505"}));
}

TEST_F(reading, the_head_tells_position_and_frontier) {
  const auto part = first_part(schema, 2);
  append(part);
  const auto head = reader.read_head(schema);
  EXPECT_EQ(head.epoch, 1u);
  EXPECT_EQ(head.position, 2u);
  EXPECT_EQ(head.frontier, part.frontier);
  EXPECT_EQ(head.workspace, schema.workspace());
}

TEST_F(reading, claims_outcomes_and_keys_are_looked_up_many_at_once) {
  auto part = first_part(schema);
  const claim_row held{1, bytes{0, 255, '"'}, fresh_id()};
  const claim_id free{2, held.digest};
  part.claims_taken = {held};
  const auto later = *parse_instant("2999-01-01T00:00:00.000001Z");
  part.idempotency = {{bytes{1}, bytes{2}, 1, bytes{3}, later},
                      {bytes{4}, bytes{2}, 1, bytes{3}, *parse_instant("2001-01-01T00:00:00Z")}};
  const key_row key{1, 5, fresh_id(), bytes{8, 8}}, neighbour{1, 5, fresh_id(), bytes{9}};
  const key_row elsewhere{1, 6, fresh_id(), bytes{7}};
  part.keys_written = {key, neighbour, elsewhere};
  append(part);
  EXPECT_EQ(reader.held_claims(schema, std::vector<claim_id>{{1, held.digest}, free}),
            std::vector{held});
  EXPECT_EQ(reader.outcomes(schema, std::vector<bytes>{{1}, {4}, {9}}),
            std::vector{part.idempotency[0]});
  EXPECT_EQ(reader.read_keys(schema, std::vector<key_id>{{1, 5, key.id}, {1, 6, key.id}}),
            std::vector{key});
  EXPECT_EQ(reader.read_bucket(schema, 1, 5).size(), 2u);
  const auto first = reader.read_keys_of_kind(schema, 1, {}, 2);
  ASSERT_EQ(first.size(), 2u);
  const key_id last{1, first[1].bucket, first[1].id};
  EXPECT_EQ(reader.read_keys_of_kind(schema, 1, last, 2), std::vector{elsewhere});
  EXPECT_TRUE(reader.read_keys_of_kind(schema, 2, {}, 2).empty());
}

TEST_F(reading, tiles_come_back_as_halves) {
  auto part = first_part(schema);
  for (std::int64_t index = 0; index < 2; ++index)
    for (std::int16_t half = 0; half < 2; ++half)
      part.tiles.push_back(
          {0, index, half, bytes(limits::tile_half_bytes, static_cast<std::uint8_t>(half))});
  append(part);
  EXPECT_EQ(reader.read_tiles(schema, 0, 1, 5),
            std::vector(part.tiles.begin() + 2, part.tiles.end()));
}

TEST_F(reading, the_largest_rows_fit) {
  auto part = part_on(schema, 1, 0, 1, 1);
  part.frontier.assign(limits::frontier_bytes, 1);
  part.facts[0].body.assign(limits::fact_body_bytes, 1);
  part.traffic[0].body.assign(limits::traffic_body_bytes, 1);
  part.claims_taken = {{1, bytes(limits::digest_bytes, 1), fresh_id()}};
  part.keys_written = {{1, 1, fresh_id(), bytes(limits::wrapped_key_bytes, 1)}};
  part.idempotency = {{bytes(limits::digest_bytes), bytes(limits::digest_bytes), 2,
                       bytes(limits::outcome_bytes, 1), *parse_instant("2999-01-01T00:00:00Z")}};
  append(part);
  EXPECT_EQ(reader.read_page(schema, 0, 2), in_order(part));
}

TEST_F(reading, bodies_are_copied_out_in_order) {
  const auto part = mixed(0, 300);
  append(part);
  std::vector<std::pair<std::uint64_t, bytes>> copied;
  const auto count = copy_bodies(database.pool(), schema, 10, 290, [&](auto position, auto body) {
    copied.emplace_back(position, bytes(body.begin(), body.end()));
  });
  EXPECT_EQ(count, 280u);
  const auto all = in_order(part);
  ASSERT_EQ(copied.size(), 280u);
  for (std::size_t at = 0; at < copied.size(); ++at)
    EXPECT_EQ(copied[at], (std::pair{all[at + 10].position, all[at + 10].body}));
  EXPECT_EQ(copy_bodies(database.pool(), schema, 300, 400, [](auto, auto) { FAIL(); }), 0u);
}

TEST_F(reading, an_unknown_workspace_is_said_so) {
  try {
    reader.read_head(schema_name{test_deployment().tag, fresh_id()});
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::missing);
  }
}

}
}
