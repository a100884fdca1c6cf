// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <stdexcept>

namespace muniment::crypto {
namespace {

// Leaves and nodes are hashed apart, so that no body can pose as a pair of hashes.
constexpr std::uint8_t leaf_prefix = 0x00;
constexpr std::uint8_t node_prefix = 0x01;
constexpr std::size_t size_bytes = 8;

}

hash leaf_hash(bytes_view body) {
  thread_local sha256_stream stream;
  return stream.update(bytes_view(&leaf_prefix, 1)).update(body).finish();
}

hash node_hash(const hash& left, const hash& right) {
  std::array<std::uint8_t, 1 + 2 * sizeof(hash)> joined;
  joined[0] = node_prefix;
  std::ranges::copy(right, std::ranges::copy(left, joined.begin() + 1).out);
  return sha256(joined);
}

const hash& empty_root() {
  static const hash root = sha256({});
  return root;
}

void frontier::append(const hash& leaf) {
  if (size_ == std::numeric_limits<std::uint64_t>::max())
    throw std::length_error("the tree is full");
  hash carried = leaf;
  // As in binary addition: each trailing one of the size is a subtree as large as the carried one.
  for (auto bits = size_; bits & 1; bits >>= 1) {
    carried = node_hash(subtrees_.back(), carried);
    subtrees_.pop_back();
  }
  subtrees_.push_back(carried);
  ++size_;
}

hash frontier::root() const {
  if (subtrees_.empty()) return empty_root();
  hash root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left)
    root = node_hash(*left, root);
  return root;
}

bytes frontier::to_bytes() const {
  bytes data;
  data.reserve(size_bytes + subtrees_.size() * sizeof(hash));
  for (int shift = 56; shift >= 0; shift -= 8)
    data.push_back(static_cast<std::uint8_t>(size_ >> shift));
  for (const auto& subtree : subtrees_)
    data.insert(data.end(), subtree.begin(), subtree.end());
  return data;
}

std::optional<frontier> frontier::from_bytes(bytes_view data) {
  if (data.size() < size_bytes) return std::nullopt;
  frontier read;
  for (const auto byte : data.first(size_bytes))
    read.size_ = read.size_ << 8 | byte;
  const auto hashes = data.subspan(size_bytes);
  read.subtrees_.resize(static_cast<std::size_t>(std::popcount(read.size_)));
  if (hashes.size() != read.subtrees_.size() * sizeof(hash)) return std::nullopt;
  for (std::size_t i = 0; i < read.subtrees_.size(); ++i)
    std::ranges::copy(hashes.subspan(i * sizeof(hash), sizeof(hash)), read.subtrees_[i].begin());
  return read;
}

}
