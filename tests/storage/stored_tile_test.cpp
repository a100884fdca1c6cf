// SPDX-License-Identifier: Apache-2.0
#include "storage/stored_tile.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

crypto::tile some_tile() {
  crypto::tile tile{{1, 7}, std::vector<crypto::hash>(crypto::tile_width)};
  for (std::size_t at = 0; at < tile.hashes.size(); ++at)
    tile.hashes[at].fill(static_cast<std::uint8_t>(at));
  return tile;
}

TEST(stored_tile, is_two_halves_that_fit_a_page) {
  const auto rows = rows_of(some_tile());
  for (std::size_t half = 0; half < 2; ++half) {
    EXPECT_EQ(rows[half].level, 1);
    EXPECT_EQ(rows[half].index, 7);
    EXPECT_EQ(rows[half].half, static_cast<std::int16_t>(half));
    EXPECT_EQ(rows[half].hashes.size(), limits::tile_half_bytes);
  }
  EXPECT_EQ(rows[1].hashes.front(), 128);
}

TEST(stored_tile, comes_back_whole_or_not_at_all) {
  const auto rows = rows_of(some_tile());
  EXPECT_EQ(hashes_in(rows), some_tile().hashes);
  EXPECT_FALSE(hashes_in(std::span{rows}.first(1)));
  auto cut = rows;
  cut[0].hashes.pop_back();
  EXPECT_FALSE(hashes_in(cut));
}

}
}
