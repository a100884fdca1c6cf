// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_tiles.hpp"

#include "crypto/merkle_proof.hpp"
#include "tests/crypto/naive_tree.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

namespace muniment::crypto {
namespace {

constexpr std::size_t many = 70'000;

// What storage does: keeps complete tiles, and the leaf bodies, here as hashes.
struct tile_store {
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<hash>> tiles;
  partial_tiles edge;

  void append(const hash& leaf) {
    for (auto& done : edge.append(leaf)) {
      const auto key = std::pair(done.address.level, done.address.index);
      ASSERT_TRUE(tiles.emplace(key, std::move(done.hashes)).second) << "completed twice";
    }
  }

  hash node(unsigned level, std::uint64_t index) const {
    if (const auto held = edge.node(level, index)) return *held;
    const auto address = tile_of(level, index);
    return node_in_tile(tiles.at({address.level, address.index}), level, index);
  }
};

class merkle_tiles : public testing::Test {
protected:
  static void SetUpTestSuite() {
    leaves = naive::leaves(many);
    for (const auto& leaf : leaves)
      store.append(leaf);
  }
  static void TearDownTestSuite() {
    leaves.clear();
    store = {};
  }

  static inline std::vector<hash> leaves;
  static inline tile_store store;
};

TEST_F(merkle_tiles, completes_each_tile_once_and_in_its_place) {
  std::size_t low = 0, high = 0;
  for (const auto& [key, hashes] : store.tiles) {
    ASSERT_EQ(hashes.size(), tile_width);
    ++(key.first == 0 ? low : high);
    const auto stride = key.first == 0 ? std::size_t{1} : std::size_t{97};
    for (std::size_t i = 0; i < tile_width; i += stride)
      ASSERT_EQ(hashes[i], naive::node(leaves, key.first * 8, key.second * 256 + i));
  }
  EXPECT_EQ(low, many / 256);
  EXPECT_EQ(high, many / 65'536);
}

TEST_F(merkle_tiles, answers_completions_at_the_leaf_that_completes) {
  partial_tiles edge;
  for (std::size_t size = 1; size <= 65'536; ++size) {
    const auto done = edge.append(leaves[size - 1]);
    const std::size_t expected = size == 65'536 ? 2 : size % 256 == 0 ? 1 : 0;
    ASSERT_EQ(done.size(), expected) << size;
    if (expected > 0) {
      ASSERT_EQ(done[0].address, (tile_address{0, size / 256 - 1}));
    }
    if (expected > 1) {
      ASSERT_EQ(done[1].address, (tile_address{1, 0}));
      ASSERT_EQ(done[1].hashes.back(), naive::node(leaves, 8, 255));
    }
  }
}

TEST_F(merkle_tiles, gives_every_node_from_tiles_and_edge) {
  std::mt19937_64 random(9162);
  for (unsigned level = 0; level <= 16; ++level) {
    const std::uint64_t nodes = many >> level;
    for (int sample = 0; sample < 12; ++sample) {
      const auto index = sample == 0 ? nodes - 1 : random() % nodes;
      ASSERT_EQ(store.node(level, index), naive::node(leaves, level, index)) << level;
    }
    ASSERT_FALSE(store.edge.node(level, nodes)) << "beyond the tree";
  }
  ASSERT_FALSE(store.edge.node(64, 0));
}

TEST_F(merkle_tiles, proves_from_tiles) {
  const auto node = [](unsigned level, std::uint64_t index) { return store.node(level, index); };
  const auto root = naive::tree_hash(leaves);
  EXPECT_EQ(root_of(many, node), root);
  std::mt19937_64 random(1);
  for (int sample = 0; sample < 50; ++sample) {
    const auto index = random() % many, older = random() % many;
    EXPECT_TRUE(
        verify_inclusion(leaves[index], index, many, inclusion_proof(index, many, node), root));
    const auto older_root = naive::tree_hash(std::span(leaves).first(older));
    EXPECT_TRUE(
        verify_consistency(older, many, older_root, root, consistency_proof(older, many, node)));
  }
}

TEST_F(merkle_tiles, is_restored_from_tiles_and_the_youngest_leaves) {
  const auto node = [](unsigned level, std::uint64_t index) {
    if (level % tile_height != 0) throw std::logic_error("asked for an inner node of a tile");
    if (level == 0) return leaves[index];
    return tile_root(store.tiles.at({level / tile_height - 1, index}));
  };
  EXPECT_TRUE(partial_tiles::restore(many, node) == store.edge);
  partial_tiles edge;
  for (std::size_t size = 0; size < many; ++size) {
    if (size < 3 || size % 65'536 < 2 || size % 4'001 == 0 || (size < 1'100 && size % 256 < 2)) {
      ASSERT_TRUE(partial_tiles::restore(size, node) == edge) << size;
    }
    edge.append(leaves[size]);
  }
}

TEST_F(merkle_tiles, has_the_root_of_the_frontier) {
  partial_tiles edge;
  frontier other;
  for (std::size_t size = 0; size < many; ++size) {
    if (size <= 600 || size % 509 == 0 || size % 65'536 < 3) {
      ASSERT_EQ(edge.root(), other.root()) << size;
    }
    edge.append(leaves[size]);
    other.append(leaves[size]);
  }
}

TEST(tile_geometry, is_that_of_tlog_tiles) {
  EXPECT_EQ(tile_of(0, 255), (tile_address{0, 0}));
  EXPECT_EQ(tile_of(0, 256), (tile_address{0, 1}));
  EXPECT_EQ(tile_of(7, 1), (tile_address{0, 0}));
  EXPECT_EQ(tile_of(7, 2), (tile_address{0, 1}));
  EXPECT_EQ(tile_of(8, 255), (tile_address{1, 0}));
  EXPECT_EQ(tile_of(8, 256), (tile_address{1, 1}));
  EXPECT_EQ(tile_of(16, 0), (tile_address{2, 0}));
  EXPECT_THROW(node_in_tile(std::vector<hash>(255), 0, 0), std::invalid_argument);
  EXPECT_THROW(tile_root(std::vector<hash>(257)), std::invalid_argument);
}

TEST(tile_geometry, ends_at_the_largest_tree) {
  const auto same = [](unsigned, std::uint64_t) { return hash{}; };
  auto edge = partial_tiles::restore(std::numeric_limits<std::uint64_t>::max(), same);
  EXPECT_THROW(edge.append(hash{}), std::length_error);
  edge = partial_tiles::restore(std::numeric_limits<std::uint64_t>::max() - 1, same);
  EXPECT_TRUE(edge.append(hash{}).empty());
}

}
}
