// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tiles.hpp"
#include "storage/journal_part.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

/// A completed tile as two rows. Pure.
namespace muniment::storage {

std::array<tile_row, 2> rows_of(const crypto::tile& tile);

/// The hashes of a tile, left to right; nothing unless these are its two whole halves.
std::optional<std::vector<crypto::hash>> hashes_in(std::span<const tile_row> halves);

}
