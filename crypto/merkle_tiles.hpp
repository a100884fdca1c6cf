// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tree.hpp"

#include <array>
#include <cstddef>
#include <span>

/// The tree in tiles, as C2SP tlog-tiles cuts it: the tile of level L and index N holds the 256
/// nodes of tree level 8 * L from node 256 * N on. Only complete tiles are stored.
namespace muniment::crypto {

inline constexpr std::size_t tile_width = 256;
inline constexpr unsigned tile_height = 8;

struct tile_address {
  unsigned level;
  std::uint64_t index;

  bool operator==(const tile_address&) const = default;
};

/// A complete tile: always tile_width hashes, from left to right.
struct tile {
  tile_address address;
  std::vector<hash> hashes;
};

/// Which tile holds a tree node, or the nodes it is computed from. Pure.
tile_address tile_of(unsigned tree_level, std::uint64_t node_index);

/// A tree node from the complete tile that tile_of names. Throws std::invalid_argument unless the
/// tile has tile_width hashes. Pure.
hash node_in_tile(std::span<const hash> tile, unsigned tree_level, std::uint64_t node_index);

/// The tree node over a whole tile: entry `index` of level L + 1 is the root of tile (L, index).
/// Throws as node_in_tile does. Pure.
hash tile_root(std::span<const hash> tile);

/// The incomplete tile at the right edge of every level: what must be known to complete the next
/// ones. Level L holds (size / 256^L) mod 256 hashes: 128 kB at the most. Not stored: `restore`
/// finds it again in the complete tiles and the youngest leaves. A value; one thread at a time.
class partial_tiles {
public:
  partial_tiles() = default;

  /// The state after `size` leaves. `node` is asked for tree levels 0, 8, 16 … only: level 0 from
  /// the bodies of the last size mod 256 leaves, level 8 * L as tile_root of the complete tile
  /// (L - 1, index). Nothing is checked here: compare root() with the frontier's.
  static partial_tiles restore(std::uint64_t size, const node_reader& node);

  /// Adds a leaf hash; answers the tiles it completes, lowest level first: none 255 times of 256.
  /// Throws std::length_error at 2^64 - 1 leaves.
  std::vector<tile> append(const hash& leaf);

  /// Number of leaves.
  std::uint64_t size() const { return size_; }

  /// A tree node, if it lies in an incomplete tile; nothing if it is in a complete one (read
  /// tile_of) or beyond the tree.
  std::optional<hash> node(unsigned tree_level, std::uint64_t node_index) const;

  /// Merkle tree hash of all leaves, equal to that of a frontier fed the same ones.
  hash root() const;

  bool operator==(const partial_tiles&) const = default;

private:
  static constexpr std::size_t levels = 64 / tile_height;

  std::uint64_t size_ = 0;
  std::array<std::vector<hash>, levels> edge_;
};

}
