// SPDX-License-Identifier: Apache-2.0
#include "crypto/merkle_tree.hpp"

#include "crypto/encoding.hpp"
#include "tests/crypto/naive_tree.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::crypto {
namespace {

frontier grown(std::span<const hash> leaves) {
  frontier edge;
  for (const auto& leaf : leaves)
    edge.append(leaf);
  return edge;
}

// The eight-leaf tree that certificate transparency implementations share as their reference.
TEST(merkle_tree, agrees_with_the_reference_tree_of_rfc_6962_implementations) {
  const std::string_view inputs[] = {"",
                                     "00",
                                     "10",
                                     "2021",
                                     "3031",
                                     "40414243",
                                     "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f"};
  const std::string_view roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  frontier edge;
  EXPECT_EQ(hex_encode(edge.root()), roots[0]);
  for (std::size_t i = 0; i < std::size(inputs); ++i) {
    edge.append(leaf_hash(hex_decode(inputs[i]).value()));
    EXPECT_EQ(hex_encode(edge.root()), roots[i + 1]) << i;
  }
}

TEST(merkle_tree, hashes_leaves_and_nodes_apart) {
  EXPECT_EQ(hex_encode(leaf_hash(as_bytes("L123456"))),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  const auto left = sha256(as_bytes("l")), right = sha256(as_bytes("r"));
  bytes joined(left.begin(), left.end());
  joined.insert(joined.end(), right.begin(), right.end());
  EXPECT_NE(node_hash(left, right), leaf_hash(joined));
  EXPECT_NE(node_hash(left, right), sha256(joined));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
}

TEST(frontier, has_the_root_of_the_definition_at_every_size) {
  const auto leaves = naive::leaves(600);
  frontier edge;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    ASSERT_EQ(edge.size(), size);
    ASSERT_EQ(edge.root(), naive::tree_hash(std::span(leaves).first(size))) << size;
    if (size < leaves.size()) edge.append(leaves[size]);
  }
}

TEST(frontier, goes_on_from_its_bytes) {
  const auto leaves = naive::leaves(300);
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    const auto edge = grown(std::span(leaves).first(size));
    auto read = frontier::from_bytes(edge.to_bytes());
    ASSERT_TRUE(read);
    ASSERT_EQ(*read, edge);
    read->append(leaves[size]);
    ASSERT_EQ(read->root(), naive::tree_hash(std::span(leaves).first(size + 1)));
  }
}

TEST(frontier, writes_size_then_subtrees_largest_first) {
  const auto leaves = naive::leaves(3);
  bytes expected{0, 0, 0, 0, 0, 0, 0, 3};
  for (const auto& part : {naive::tree_hash(std::span(leaves).first(2)), leaves[2]})
    expected.insert(expected.end(), part.begin(), part.end());
  EXPECT_EQ(grown(leaves).to_bytes(), expected);
  EXPECT_EQ(frontier().to_bytes(), bytes(8, 0));
}

TEST(frontier, reads_strictly) {
  const auto written = grown(naive::leaves(11)).to_bytes();
  for (std::size_t size = 0; size < written.size(); ++size)
    EXPECT_FALSE(frontier::from_bytes(bytes_view(written).first(size))) << size;
  auto longer = written;
  longer.push_back(0);
  EXPECT_FALSE(frontier::from_bytes(longer));
  longer.resize(written.size() + 32);
  EXPECT_FALSE(frontier::from_bytes(longer));
}

TEST(frontier, stops_at_the_largest_size) {
  bytes full(8 + 64 * 32, 0xff);
  auto edge = frontier::from_bytes(full);
  ASSERT_TRUE(edge);
  EXPECT_EQ(edge->to_bytes(), full);
  EXPECT_THROW(edge->append(hash{}), std::length_error);
}

}
}
