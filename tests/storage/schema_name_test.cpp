// SPDX-License-Identifier: Apache-2.0
#include "storage/schema_name.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

const auto tag = *deployment_tag::parse("a1b2");
const auto id = *uuid::parse("01234567-89ab-4fff-bfff-0123456789ab");

TEST(schema_name, is_tag_and_workspace_in_forty_bytes) {
  const schema_name name{tag, id};
  EXPECT_EQ(name.text(), "ws_a1b2_0123456789ab4fffbfff0123456789ab");
  EXPECT_EQ(name.text().size(), 40u);
  EXPECT_EQ(name.workspace(), id);
  EXPECT_EQ(schema_name::parse(name.text()), name);
}

TEST(schema_name, orders_as_the_workspaces_do) {
  auto later = id;
  later.octets[15]++;
  EXPECT_LT((schema_name{tag, id}), (schema_name{tag, later}));
}

TEST(schema_name, is_nothing_else) {
  for (const auto* text :
       {"", "ws_a1b2_0123456789ab4fffbfff0123456789a", "ws_A1b2_0123456789ab4fffbfff0123456789ab",
        "ws_a1b2_0123456789ab4fffbfff0123456789aB", "ws_a1b2_0123456789ab4fffbfff0123456789abc",
        "ws_a1b2x0123456789ab4fffbfff0123456789ab", "xs_a1b2_0123456789ab4fffbfff0123456789ab",
        "ws_a\"b2_0123456789ab4fffbfff0123456789ab", "ws_a1b2_0123456789ab4fffbfff0123456789a;"})
    EXPECT_EQ(schema_name::parse(text), std::nullopt) << text;
  for (const auto* text : {"", "abc", "abcde", "ab c", "ABCD", "a'bc", "a_bc"})
    EXPECT_EQ(deployment_tag::parse(text), std::nullopt) << text;
}

TEST(schema_name, enters_a_statement_wherever_the_template_stands) {
  EXPECT_EQ(for_schema("SELECT muniment_template.f() FROM muniment_template.t, muniment.x",
                       schema_name{tag, id}),
            "SELECT ws_a1b2_0123456789ab4fffbfff0123456789ab.f() FROM"
            " ws_a1b2_0123456789ab4fffbfff0123456789ab.t, muniment.x");
  EXPECT_EQ(for_schema("SELECT 1", schema_name{tag, id}), "SELECT 1");
}

}
}
