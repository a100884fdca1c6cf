// SPDX-License-Identifier: Apache-2.0
#include "storage/stored_tile.hpp"

#include <algorithm>

namespace muniment::storage {

namespace {

constexpr std::size_t half_width = crypto::tile_width / 2;

}

std::array<tile_row, 2> rows_of(const crypto::tile& tile) {
  std::array<tile_row, 2> rows;
  for (std::int16_t half = 0; half < 2; ++half) {
    auto& row = rows[static_cast<std::size_t>(half)];
    row.level = static_cast<std::int16_t>(tile.address.level);
    row.index = static_cast<std::int64_t>(tile.address.index);
    row.half = half;
    for (std::size_t at = half * half_width; at < (half + 1) * half_width; ++at)
      row.hashes.insert(row.hashes.end(), tile.hashes[at].begin(), tile.hashes[at].end());
  }
  return rows;
}

std::optional<std::vector<crypto::hash>> hashes_in(std::span<const tile_row> halves) {
  if (halves.size() != 2) return std::nullopt;
  std::vector<crypto::hash> hashes;
  for (const auto& half : halves) {
    constexpr auto hash_size = crypto::hash{}.size();
    if (half.hashes.size() != half_width * hash_size) return std::nullopt;
    for (std::size_t at = 0; at < half.hashes.size(); at += hash_size)
      std::copy_n(half.hashes.begin() + static_cast<std::ptrdiff_t>(at), hash_size,
                  hashes.emplace_back().begin());
  }
  return hashes;
}

}
