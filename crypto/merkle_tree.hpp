// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace muniment::crypto {

/// Leaf of the tree: SHA-256(0x00 ‖ body) (RFC 9162 section 2.1.1). Any thread.
hash leaf_hash(bytes_view body);

/// Inner node: SHA-256(0x01 ‖ left ‖ right). Any thread.
hash node_hash(const hash& left, const hash& right);

/// Root of the tree without leaves: SHA-256 of nothing.
const hash& empty_root();

/// Asks for a stored node: level 0 are the leaves, node i of level k covers the leaves
/// [i * 2^k, (i + 1) * 2^k). Only asked for nodes whose leaves are all in the tree.
using node_reader = std::function<hash(unsigned level, std::uint64_t index)>;

/// The right edge of a tree: the roots of the perfect subtrees its size splits into, largest
/// first. All that appending and the root need: at most 64 hashes for any size. A value; one
/// thread at a time.
class frontier {
public:
  /// Adds a leaf hash. Throws std::length_error at 2^64 - 1 leaves.
  void append(const hash& leaf);

  /// Number of leaves.
  std::uint64_t size() const { return size_; }

  /// Merkle tree hash of all leaves (RFC 9162 section 2.1.1).
  hash root() const;

  /// size, u64 big-endian ‖ one hash per bit set in it, largest subtree first: ≤ 2,056 bytes.
  bytes to_bytes() const;

  /// Reads to_bytes; nothing unless the length is exactly what the size in it asks for.
  static std::optional<frontier> from_bytes(bytes_view data);

  bool operator==(const frontier&) const = default;

private:
  std::uint64_t size_ = 0;
  std::vector<hash> subtrees_;
};

}
