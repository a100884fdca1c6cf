// SPDX-License-Identifier: Apache-2.0
#include "http/server/entity_tag.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(entity_tag, follows_the_body) {
  const auto tag = entity_tag("a");
  EXPECT_EQ(tag, entity_tag("a"));
  EXPECT_NE(tag, entity_tag("b"));
  EXPECT_EQ(tagged("a").text, "a");
  EXPECT_EQ(tagged("a").tag, tag);
}

TEST(entity_tag, is_named_alone_or_in_a_list) {
  const auto tag = entity_tag("a");
  EXPECT_TRUE(names_tag(tag, tag));
  EXPECT_TRUE(names_tag("*", tag));
  EXPECT_TRUE(names_tag("\"x\", W/" + tag, tag));
  EXPECT_FALSE(names_tag("", tag));
  EXPECT_FALSE(names_tag("\"x\"", tag));
  EXPECT_FALSE(names_tag(",,", tag));
}

}
}
