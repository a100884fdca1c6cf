// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/merkle_tree.hpp"

#include <span>

/// Proofs over the tree of merkle_tree.hpp. A proof has at most 64 hashes (inclusion) or 65
/// (consistency). Making one throws std::out_of_range when asked for what no tree of that size has;
/// verifying takes anything and answers yes or no. Pure; any thread.
namespace muniment::crypto {

/// Audit path of leaf `index` in the tree of `size` leaves (RFC 9162 section 2.1.3.1); index <
/// size.
std::vector<hash> inclusion_proof(std::uint64_t index, std::uint64_t size, const node_reader& node);

/// Proof that the tree of `older` leaves is the start of the tree of `newer` leaves (RFC 9162
/// section 2.1.4.1); older <= newer. Empty when the trees are equal or the older one is empty.
std::vector<hash> consistency_proof(std::uint64_t older, std::uint64_t newer,
                                    const node_reader& node);

/// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const hash> proof, const hash& root);

/// RFC 9162 section 2.1.4.2, and beyond it: equal trees and an empty older tree take an empty
/// proof.
bool verify_consistency(std::uint64_t older, std::uint64_t newer, const hash& older_root,
                        const hash& newer_root, std::span<const hash> proof);

/// Root of the tree of `size` leaves, from stored nodes.
hash root_of(std::uint64_t size, const node_reader& node);

}
