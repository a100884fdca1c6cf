// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_part.hpp"

#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace muniment::storage {
namespace {

const schema_name schema{*deployment_tag::parse("test"), uuid{}};

/// What a part that is fine but for `spoil` is refused for.
std::string refusal(const std::function<void(journal_part&)>& spoil) {
  auto part = test::part_on(schema, 1, 10, 2, 2);
  spoil(part);
  return malformation(part);
}

TEST(journal_part, is_fine_as_made) {
  EXPECT_EQ(refusal([](auto&) {}), "");
  EXPECT_EQ(refusal([](auto& part) { part.facts.clear(), part.traffic.clear(); }), "");
  EXPECT_EQ(refusal([](auto& part) { std::swap(part.facts, part.traffic); }), "");
}

TEST(journal_part, fills_the_next_positions_each_once) {
  const auto* gap = "the positions are not the next ones, each once";
  EXPECT_EQ(refusal([](auto& part) { part.position = 9; }), gap);
  EXPECT_EQ(refusal([](auto& part) { part.position = 11; }), gap);
  EXPECT_EQ(refusal([](auto& part) { part.traffic[0].position = 12; }), gap);
  EXPECT_EQ(refusal([](auto& part) { part.traffic[1].position = 15; }), gap);
  EXPECT_EQ(refusal([](auto& part) { std::swap(part.facts[0], part.facts[1]); }), gap);
  EXPECT_EQ(refusal([](auto& part) { part.facts.pop_back(); }), gap);
}

TEST(journal_part, has_a_limit_on_every_row) {
  const auto over = [](std::size_t limit) { return bytes(limit + 1); };
  EXPECT_EQ(refusal([&](auto& p) { p.frontier = over(limits::frontier_bytes); }),
            "the frontier is over its limit");
  EXPECT_EQ(refusal([&](auto& p) { p.facts[0].body = over(limits::fact_body_bytes); }),
            "a fact's body is over its limit");
  EXPECT_EQ(refusal([&](auto& p) { p.traffic[0].body = over(limits::traffic_body_bytes); }),
            "a traffic event's body is over its limit");
  EXPECT_EQ(refusal([&](auto& p) { p.facts[0].version = 1u << 31; }),
            "a stream version is over its limit");
  EXPECT_EQ(refusal([&](auto& p) {
              p.tiles = {{0, 0, 0, over(limits::tile_half_bytes)}};
            }),
            "a tile half is over its limit");
  EXPECT_EQ(refusal([&](auto& p) {
              p.claims_taken = {{0, over(limits::digest_bytes), {}}};
            }),
            "a claim's digest is over its limit");
  EXPECT_EQ(refusal([&](auto& p) {
              p.keys_written = {{0, 0, {}, over(limits::wrapped_key_bytes)}};
            }),
            "a wrapped key is over its limit");
  EXPECT_EQ(refusal([&](auto& p) {
              p.idempotency = {{{}, {}, 1, over(limits::outcome_bytes), {}}};
            }),
            "an idempotency outcome is over its limit");
  EXPECT_EQ(refusal([&](auto& p) {
              p.idempotency = {{{}, over(limits::digest_bytes), 1, {}, {}}};
            }),
            "an idempotency digest is over its limit");
}

TEST(journal_part, has_a_limit_as_a_whole) {
  EXPECT_EQ(refusal([](auto& p) { p.keys_deleted.resize(limits::part_rows); }),
            "the part has too many rows");
  EXPECT_EQ(refusal([](auto& p) {
              p = test::part_on(schema, 1, 0, 129);
              for (auto& row : p.facts)
                row.body.resize(limits::fact_body_bytes);
            }),
            "the part is over its limit");
  EXPECT_EQ(refusal([](auto& p) { p.epoch = 1ull << 63; }), "the head is over its limit");
}

}
}
