// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/words.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

TEST(words, list_all_or_some) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a", "b"}), "a, b");
  EXPECT_EQ(joined({"a", "b"}, " and "), "a and b");
  EXPECT_EQ(some_of({"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(some_of({"a", "b", "c", "d", "e"}), "a, b, c and 2 more");
}

}
}
