// SPDX-License-Identifier: Apache-2.0
#include "projections/workspaces.hpp"

#include "tests/support/folding.hpp"

namespace muniment::workspaces {
namespace {

using test::folded;
using test::moment;

const workspace::created demo{"demo", "https://demo.example.org", "Demo"};

row demo_row() {
  return {test::the_stream, "demo", "https://demo.example.org", "Demo", 1, moment(1), 1};
}

TEST(workspaces, begins_with_the_first_generation_of_keys) {
  EXPECT_EQ(folded<model>({demo}), demo_row());
}

TEST(workspaces, moves) {
  auto expected = demo_row();
  expected.slug = "shop";
  expected.issuer = "https://shop.example.org";
  expected.position = 2;
  EXPECT_EQ(folded<model>({demo, workspace::slug_changed{"shop", "https://shop.example.org"}}),
            expected);
}

TEST(workspaces, counts_generations) {
  auto expected = demo_row();
  expected.key_generation = 3;
  expected.position = 3;
  EXPECT_EQ(folded<model>({demo, workspace::keys_rolled{2}, workspace::keys_rolled{3}}), expected);
}

TEST(workspaces, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({workspace::keys_rolled{2}}));
  EXPECT_FALSE(folded<model>({workspace::slug_changed{"a", "https://a.example"}}));
}

}
}
