// SPDX-License-Identifier: Apache-2.0
#include "events/digits.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(digits, are_as_many_as_wanted) {
  std::string text = "x";
  append_digits(text, 7, 2);
  append_digits(text, 0, 3);
  append_digits(text, 2026, 4);
  EXPECT_EQ(text, "x070002026");
}

TEST(digits, that_do_not_fit_are_left_out) {
  std::string text;
  append_digits(text, 12345, 2);
  append_digits(text, 1, 0);
  EXPECT_EQ(text, "45");
}

}
}
