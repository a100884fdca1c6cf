// SPDX-License-Identifier: Apache-2.0
#include "storage/recent.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muniment::storage {
namespace {

TEST(recent, forgets_what_was_asked_for_longest_ago) {
  recent<int, std::string> names{2};
  names.put(1, "one");
  names.put(2, "two");
  ASSERT_NE(names.find(1), nullptr);
  names.put(3, "three");
  EXPECT_EQ(names.find(2), nullptr);
  EXPECT_EQ(*names.find(1), "one");
  EXPECT_EQ(*names.find(3), "three");
  EXPECT_EQ(names.size(), 2U);
}

TEST(recent, a_second_value_takes_the_place_of_the_first) {
  recent<int, std::string> names{2};
  names.put(1, "one");
  names.put(1, "uno");
  EXPECT_EQ(*names.find(1), "uno");
  EXPECT_EQ(names.size(), 1U);
}

TEST(recent, dropping_twice_changes_nothing) {
  recent<int, std::string> names{2};
  names.put(1, "one");
  names.drop(1);
  names.drop(1);
  EXPECT_EQ(names.find(1), nullptr);
  EXPECT_EQ(names.size(), 0U);
}

}
}
