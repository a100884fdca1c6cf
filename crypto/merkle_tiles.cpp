// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_tiles.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>
#include <utility>

namespace muniment::crypto {
namespace {

// Root over a power of two of neighbouring nodes.
hash perfect_root(std::span<const hash> nodes) {
  std::vector<hash> level(nodes.begin(), nodes.end());
  for (; level.size() > 1; level.resize(level.size() / 2))
    for (std::size_t i = 0; i < level.size() / 2; ++i)
      level[i] = node_hash(level[2 * i], level[2 * i + 1]);
  return level.front();
}

void require_complete(std::span<const hash> tile) {
  if (tile.size() != tile_width) throw std::invalid_argument("a tile is not complete");
}

// Where a tree node's part of its tile begins and how many of the tile's hashes it covers.
struct extent {
  std::uint64_t first;
  std::size_t length;
};

extent extent_of(unsigned tree_level, std::uint64_t node_index) {
  const auto height = tree_level % tile_height;
  return {node_index << height, std::size_t{1} << height};
}

}

tile_address tile_of(unsigned tree_level, std::uint64_t node_index) {
  return {tree_level / tile_height, extent_of(tree_level, node_index).first / tile_width};
}

hash node_in_tile(std::span<const hash> tile, unsigned tree_level, std::uint64_t node_index) {
  require_complete(tile);
  const auto [first, length] = extent_of(tree_level, node_index);
  return perfect_root(tile.subspan(first % tile_width, length));
}

hash tile_root(std::span<const hash> tile) {
  require_complete(tile);
  return perfect_root(tile);
}

partial_tiles partial_tiles::restore(std::uint64_t size, const node_reader& node) {
  partial_tiles restored;
  restored.size_ = size;
  for (unsigned level = 0; level < levels; ++level) {
    const auto nodes = size >> level * tile_height;
    for (auto index = nodes - nodes % tile_width; index < nodes; ++index)
      restored.edge_[level].push_back(node(level * tile_height, index));
  }
  return restored;
}

std::vector<tile> partial_tiles::append(const hash& leaf) {
  if (size_ == std::numeric_limits<std::uint64_t>::max())
    throw std::length_error("the tree is full");
  ++size_;
  std::vector<tile> completed;
  hash carried = leaf;
  // A full 2^64 leaves are never reached, so the topmost level never completes.
  for (unsigned level = 0;; ++level) {
    auto& edge = edge_[level];
    edge.push_back(carried);
    if (edge.size() < tile_width) return completed;
    carried = perfect_root(edge);
    const auto index = (size_ >> (level + 1) * tile_height) - 1;
    completed.push_back({{level, index}, std::exchange(edge, {})});
  }
}

std::optional<hash> partial_tiles::node(unsigned tree_level, std::uint64_t node_index) const {
  const auto [level, index] = tile_of(tree_level, node_index);
  if (level >= levels) return std::nullopt;
  const auto complete = (size_ >> level * tile_height) / tile_width;
  const auto [first, length] = extent_of(tree_level, node_index);
  const auto offset = first % tile_width;
  if (index != complete || offset + length > edge_[level].size()) return std::nullopt;
  return perfect_root(std::span(edge_[level]).subspan(offset, length));
}

hash partial_tiles::root() const {
  // From right to left, as a frontier does: each level's edge splits into perfect subtrees by the
  // bits of its length, and all of it lies left of the level below.
  std::optional<hash> root;
  for (const auto& edge : edge_) {
    std::span<const hash> rest(edge);
    while (!rest.empty()) {
      const auto width = std::size_t{1} << std::countr_zero(rest.size());
      const auto subtree = perfect_root(rest.last(width));
      root = root ? node_hash(subtree, *root) : subtree;
      rest = rest.first(rest.size() - width);
    }
  }
  return root.value_or(empty_root());
}

}
