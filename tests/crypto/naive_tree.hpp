// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tree.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace muniment::crypto::naive {

/// Distinct leaf hashes for a tree of any size.
inline std::vector<hash> leaves(std::size_t size) {
  std::vector<hash> made;
  for (std::size_t i = 0; i < size; ++i)
    made.push_back(leaf_hash(as_bytes(std::to_string(i))));
  return made;
}

/// The definition of RFC 9162 section 2.1.1, by its own words, hashing with sha256 alone.
inline hash tree_hash(std::span<const hash> leaves) {
  if (leaves.empty()) return sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t k = 1;
  while (k * 2 < leaves.size())
    k *= 2;
  const auto left = tree_hash(leaves.first(k)), right = tree_hash(leaves.subspan(k));
  bytes joined{0x01};
  joined.insert(joined.end(), left.begin(), left.end());
  joined.insert(joined.end(), right.begin(), right.end());
  return sha256(joined);
}

/// Node `index` of `level` by the definition.
inline hash node(std::span<const hash> leaves, unsigned level, std::uint64_t index) {
  return tree_hash(leaves.subspan(index << level, std::size_t{1} << level));
}

}
