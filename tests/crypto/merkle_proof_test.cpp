// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_proof.hpp"

#include "tests/crypto/naive_tree.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace muniment::crypto {
namespace {

constexpr std::size_t largest = 40;

class merkle_proof : public testing::Test {
protected:
  const std::vector<hash> leaves = naive::leaves(largest);

  hash root(std::size_t size) const { return naive::tree_hash(std::span(leaves).first(size)); }

  // Refuses what lies beyond the tree, so that a proof which peeks there fails.
  node_reader reader(std::size_t size) const {
    return [this, size](unsigned level, std::uint64_t index) {
      if ((index + 1) << level > size) throw std::logic_error("asked beyond the tree");
      return naive::node(leaves, level, index);
    };
  }
};

// Every proof that differs from a good one in one hash, one missing or one added.
std::vector<std::vector<hash>> spoiled(const std::vector<hash>& proof) {
  std::vector<std::vector<hash>> all;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    all.push_back(proof);
    all.back()[i][31] ^= 1;
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
  }
  all.push_back(proof);
  all.back().push_back(hash{});
  all.push_back(proof);
  all.back().insert(all.back().begin(), hash{});
  return all;
}

TEST_F(merkle_proof, finds_the_root) {
  for (std::size_t size = 0; size <= largest; ++size)
    EXPECT_EQ(root_of(size, reader(size)), root(size));
}

TEST_F(merkle_proof, proves_every_leaf_of_every_tree) {
  for (std::size_t size = 1; size <= largest; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, reader(size));
      ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, root(size)));
      for (const auto& bad : spoiled(proof))
        ASSERT_FALSE(verify_inclusion(leaves[index], index, size, bad, root(size)));
      ASSERT_FALSE(verify_inclusion(leaves[(index + 1) % largest], index, size, proof, root(size)));
      for (std::size_t other = 0; other < size; ++other) {
        if (other != index) {
          ASSERT_FALSE(verify_inclusion(leaves[index], other, size, proof, root(size)));
        }
      }
      ASSERT_FALSE(verify_inclusion(leaves[index], index, size, proof, root(size - 1)));
    }
  }
}

TEST_F(merkle_proof, has_the_paths_of_rfc_9162_section_2_1_5) {
  // The seven-leaf tree drawn there: a..g the nodes of its first levels.
  const auto node = reader(7);
  const auto b = leaves[1], c = leaves[2], f = leaves[5], j = leaves[6];
  const auto g = naive::node(leaves, 1, 0), h = naive::node(leaves, 1, 1),
             i = naive::node(leaves, 1, 2);
  const auto k = naive::node(leaves, 2, 0);
  const auto l = node_hash(i, j);
  EXPECT_EQ(inclusion_proof(0, 7, node), (std::vector{b, h, l}));
  EXPECT_EQ(inclusion_proof(3, 7, node), (std::vector{c, g, l}));
  EXPECT_EQ(inclusion_proof(4, 7, node), (std::vector{f, j, k}));
  EXPECT_EQ(inclusion_proof(6, 7, node), (std::vector{i, k}));
  EXPECT_EQ(consistency_proof(3, 7, node), (std::vector{c, leaves[3], g, l}));
  EXPECT_EQ(consistency_proof(4, 7, node), (std::vector{l}));
  EXPECT_EQ(consistency_proof(6, 7, node), (std::vector{i, j, k}));
}

TEST_F(merkle_proof, proves_every_pair_of_trees_consistent) {
  for (std::size_t newer = 0; newer <= largest; ++newer) {
    for (std::size_t older = 0; older <= newer; ++older) {
      const auto proof = consistency_proof(older, newer, reader(newer));
      ASSERT_TRUE(verify_consistency(older, newer, root(older), root(newer), proof));
      for (const auto& bad : spoiled(proof))
        ASSERT_FALSE(verify_consistency(older, newer, root(older), root(newer), bad));
      auto false_root = root(older);
      false_root[0] ^= 1;
      ASSERT_FALSE(verify_consistency(older, newer, false_root, root(newer), proof));
      if (older == 0) continue; // Any tree extends the empty one.
      false_root = root(newer);
      false_root[0] ^= 1;
      ASSERT_FALSE(verify_consistency(older, newer, root(older), false_root, proof));
    }
  }
}

TEST_F(merkle_proof, refuses_what_no_tree_has) {
  EXPECT_THROW(inclusion_proof(0, 0, reader(0)), std::out_of_range);
  EXPECT_THROW(inclusion_proof(7, 7, reader(7)), std::out_of_range);
  EXPECT_THROW(consistency_proof(8, 7, reader(7)), std::out_of_range);
  EXPECT_FALSE(verify_inclusion(leaves[0], 0, 0, {}, root(0)));
  EXPECT_FALSE(verify_inclusion(leaves[0], 1, 1, {}, root(1)));
  EXPECT_FALSE(verify_consistency(8, 7, root(8), root(7), {}));
}

TEST_F(merkle_proof, stays_calm_at_the_largest_sizes) {
  const auto top = std::numeric_limits<std::uint64_t>::max();
  for (std::size_t length = 0; length < 70; ++length) {
    const std::vector<hash> proof(length);
    EXPECT_FALSE(verify_inclusion(leaves[0], top - 1, top, proof, root(1)));
    EXPECT_FALSE(verify_inclusion(leaves[0], 0, top, proof, root(1)));
    EXPECT_FALSE(verify_consistency(top - 1, top, root(1), root(2), proof));
    EXPECT_FALSE(verify_consistency(std::uint64_t{1} << 63, top, root(1), root(2), proof));
  }
  const auto same = [](unsigned, std::uint64_t) { return hash{}; };
  const auto proof = inclusion_proof(top - 1, top, same);
  EXPECT_LE(proof.size(), 64u);
  EXPECT_TRUE(verify_inclusion(hash{}, top - 1, top, proof, root_of(top, same)));
}

}
}
