// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/sequencing.hpp"

#include "tests/support/append_requests.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using test::disabling;
using test::ending;
using test::noon;
using test::numbered;
using test::shared;

journal_cursor beginning() { return {test::here, numbered(9), 1, 0, instant{}, {}, {}}; }

std::vector<envelope> heads(const storage::journal_part& part) {
  std::vector<envelope> all;
  for (const auto& each : bodies_of(part))
    all.push_back(decode_body(each.body)->at());
  return all;
}

TEST(sequencing, positions_follow_the_cursor_without_a_gap) {
  const std::vector requests{shared(disabling(1, 2)), shared(ending(2)), shared(disabling(3))};
  auto from = beginning();
  from.position = 7;
  const auto batch = sequence(from, requests, noon);
  std::uint64_t expected = 7;
  for (const auto& head : heads(batch.part))
    EXPECT_EQ(head.position, ++expected);
  EXPECT_EQ(batch.after.position, 11U);
  EXPECT_EQ(batch.last_positions, (std::vector<std::uint64_t>{9, 10, 11}));
}

TEST(sequencing, facts_and_traffic_go_to_their_tables) {
  const auto batch =
      sequence(beginning(), std::vector{shared(disabling(1)), shared(ending(2))}, noon);
  ASSERT_EQ(batch.part.facts.size(), 1U);
  ASSERT_EQ(batch.part.traffic.size(), 1U);
  EXPECT_EQ(batch.part.traffic.front().position, 2U);
}

TEST(sequencing, versions_continue_the_stream) {
  auto request = disabling(1, 2);
  request.version = 4;
  const auto batch = sequence(beginning(), std::vector{shared(std::move(request))}, noon);
  EXPECT_EQ(batch.part.facts[0].version, 5U);
  EXPECT_EQ(batch.part.facts[1].version, 6U);
}

TEST(sequencing, columns_are_extracts_of_the_body) {
  auto request = disabling(1);
  request.actor = {actor_kind::user, numbered(5), "password", {}};
  const auto batch = sequence(beginning(), std::vector{shared(std::move(request))}, noon);
  const auto& row = batch.part.facts.front();
  const auto head = decode_body(row.body)->at();
  EXPECT_EQ(head.journal, numbered(9));
  EXPECT_EQ(row.position, head.position);
  EXPECT_EQ(row.recorded_at, head.recorded_at);
  EXPECT_EQ(row.stream, head.stream);
  EXPECT_EQ(row.actor, *head.actor.id);
  EXPECT_EQ(row.command, head.command);
  EXPECT_EQ(row.category, catalogue::find_category(head.category)->number);
  EXPECT_EQ(row.type, catalogue::find_type(head.type)->number);
}

TEST(sequencing, time_never_runs_backwards) {
  auto from = beginning();
  from.recorded_at = noon;
  const auto batch =
      sequence(from, std::vector{shared(disabling(1))}, noon - std::chrono::hours{1});
  EXPECT_EQ(batch.part.facts.front().recorded_at, noon);
}

TEST(sequencing, the_frontier_is_that_of_the_stored_bodies) {
  auto cursor = beginning();
  crypto::frontier naive;
  for (std::uint8_t round = 1; round < 20; ++round) {
    const auto batch = sequence(cursor, std::vector{shared(disabling(round, round))}, noon);
    for (const auto& each : bodies_of(batch.part))
      naive.append(crypto::leaf_hash(each.body));
    EXPECT_EQ(batch.part.frontier, naive.to_bytes());
    cursor = batch.after;
  }
}

TEST(sequencing, a_completed_tile_is_two_rows_of_128_hashes) {
  auto cursor = beginning();
  std::vector<storage::tile_row> rows;
  std::vector<bytes> leaves;
  for (int batches = 0; batches < 3; ++batches) {
    const auto batch = sequence(cursor, std::vector{shared(disabling(1, 100))}, noon);
    for (const auto& each : bodies_of(batch.part)) {
      const auto leaf = crypto::leaf_hash(each.body);
      leaves.emplace_back(leaf.begin(), leaf.end());
    }
    rows.insert(rows.end(), batch.part.tiles.begin(), batch.part.tiles.end());
    cursor = batch.after;
  }
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].hashes.size(), 128U * 32);
  EXPECT_TRUE(std::equal(leaves[128].begin(), leaves[128].end(), rows[1].hashes.begin()));
}

TEST(sequencing, a_request_without_events_remembers_its_outcome_where_it_stands) {
  auto request = disabling(1, 0);
  request.idempotency = {{1}, {2}, {3}, noon};
  const auto batch =
      sequence(beginning(), std::vector{shared(disabling(2)), shared(std::move(request))}, noon);
  EXPECT_EQ(batch.last_positions, (std::vector<std::uint64_t>{1, 1}));
  ASSERT_EQ(batch.part.idempotency.size(), 1U);
  EXPECT_EQ(batch.part.idempotency.front().position, 1U);
}

TEST(sequencing, a_claim_is_held_by_the_stream_that_takes_it) {
  const claim moving{claim_kind::email, {1}}, other{claim_kind::user_name, {2}};
  auto giving = disabling(1), taking = disabling(2);
  giving.released = {moving};
  taking.taken = {moving, other};
  const auto batch = sequence(
      beginning(), std::vector{shared(std::move(giving)), shared(std::move(taking))}, noon);
  EXPECT_EQ(batch.part.claims_released, (std::vector<storage::claim_id>{{2, {1}}}));
  EXPECT_EQ(batch.part.claims_taken,
            (std::vector<storage::claim_row>{{2, {1}, numbered(2)}, {1, {2}, numbered(2)}}));
}

TEST(sequencing, what_is_not_in_the_catalogue_is_a_bug) {
  auto request = disabling(1);
  request.events.front().type = "user.teleported";
  EXPECT_THROW(sequence(beginning(), std::vector{shared(std::move(request))}, noon),
               std::logic_error);
}

}
}
