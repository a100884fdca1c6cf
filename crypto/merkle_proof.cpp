// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_proof.hpp"

#include <bit>
#include <stdexcept>

namespace muniment::crypto {
namespace {

// Leaves [begin, end), end > begin. The RFC's splits keep begin a multiple of a power of two that
// is at least the length, so a range of 2^k leaves is one stored node.
struct range {
  std::uint64_t begin, end;

  std::uint64_t length() const { return end - begin; }
  // The RFC's k: the largest power of two smaller than the length.
  std::uint64_t split() const { return begin + std::bit_floor(length() - 1); }
  range left() const { return {begin, split()}; }
  range right() const { return {split(), end}; }
};

hash subtree_root(range leaves, const node_reader& node) {
  if (std::has_single_bit(leaves.length())) {
    const auto level = static_cast<unsigned>(std::countr_zero(leaves.length()));
    return node(level, leaves.begin >> level);
  }
  return node_hash(subtree_root(leaves.left(), node), subtree_root(leaves.right(), node));
}

// The siblings met when walking down from the whole tree are the proof, last met first.
void append_path(std::uint64_t index, range tree, const node_reader& node,
                 std::vector<hash>& path) {
  if (tree.length() == 1) return;
  const bool goes_left = index < tree.split();
  append_path(index, goes_left ? tree.left() : tree.right(), node, path);
  path.push_back(subtree_root(goes_left ? tree.right() : tree.left(), node));
}

// RFC 9162's SUBPROOF; `known` is its b: the verifier holds this very subtree's root already.
void append_subproof(std::uint64_t older, range tree, bool known, const node_reader& node,
                     std::vector<hash>& proof) {
  if (older == tree.end) {
    if (!known) proof.push_back(subtree_root(tree, node));
    return;
  }
  if (older <= tree.split()) {
    append_subproof(older, tree.left(), known, node, proof);
    proof.push_back(subtree_root(tree.right(), node));
  } else {
    append_subproof(older, tree.right(), false, node, proof);
    proof.push_back(subtree_root(tree.left(), node));
  }
}

// A verifier's way up; the names are the RFC's: fn is the node reached, sn the last one of its
// level.
struct climb {
  std::uint64_t fn, sn;

  bool at_top() const { return sn == 0; }
  bool sibling_is_left() const { return (fn & 1) == 1 || fn == sn; }
  void rise() {
    // The last node of a level without a sibling rises unchanged to the level where it has one.
    if (fn == sn) {
      const auto unpaired = std::countr_zero(fn);
      fn >>= unpaired;
      sn >>= unpaired;
    }
    fn >>= 1;
    sn >>= 1;
  }
};

}

std::vector<hash> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                  const node_reader& node) {
  if (index >= size) throw std::out_of_range("no such leaf in a tree of that size");
  std::vector<hash> path;
  append_path(index, {0, size}, node, path);
  return path;
}

std::vector<hash> consistency_proof(std::uint64_t older, std::uint64_t newer,
                                    const node_reader& node) {
  if (older > newer) throw std::out_of_range("the older tree is the larger one");
  std::vector<hash> proof;
  if (older > 0 && older < newer) append_subproof(older, {0, newer}, true, node, proof);
  return proof;
}

bool verify_inclusion(const hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const hash> proof, const hash& root) {
  if (index >= size) return false;
  climb way{index, size - 1};
  hash climbing = leaf;
  for (const auto& sibling : proof) {
    if (way.at_top()) return false;
    climbing = way.sibling_is_left() ? node_hash(sibling, climbing) : node_hash(climbing, sibling);
    way.rise();
  }
  return way.at_top() && climbing == root;
}

bool verify_consistency(std::uint64_t older, std::uint64_t newer, const hash& older_root,
                        const hash& newer_root, std::span<const hash> proof) {
  if (older > newer) return false;
  if (older == newer) return proof.empty() && older_root == newer_root;
  if (older == 0) return proof.empty() && older_root == empty_root();
  if (proof.empty()) return false;
  // A perfect older tree is itself the node to start from; otherwise the proof begins with that
  // node.
  const bool perfect = std::has_single_bit(older);
  hash older_climbing = perfect ? older_root : proof.front();
  hash newer_climbing = older_climbing;
  const auto shared_levels = std::countr_one(older - 1);
  climb way{(older - 1) >> shared_levels, (newer - 1) >> shared_levels};
  for (const auto& sibling : perfect ? proof : proof.subspan(1)) {
    if (way.at_top()) return false;
    if (way.sibling_is_left()) {
      older_climbing = node_hash(sibling, older_climbing);
      newer_climbing = node_hash(sibling, newer_climbing);
    } else {
      newer_climbing = node_hash(newer_climbing, sibling);
    }
    way.rise();
  }
  return way.at_top() && older_climbing == older_root && newer_climbing == newer_root;
}

hash root_of(std::uint64_t size, const node_reader& node) {
  return size == 0 ? empty_root() : subtree_root({0, size}, node);
}

}
