// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/new_password.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

std::string heading(std::string_view chosen, std::string_view repeated) {
  const auto fault = fault_of(chosen, repeated);
  return fault ? std::string(fault->heading.view()) : "";
}

TEST(new_password, is_taken_when_it_is_long_enough_and_typed_twice) {
  EXPECT_EQ(heading("eight888", "eight888"), "");
  EXPECT_EQ(heading("eight888", "eight889"), "The two differ");
  EXPECT_EQ(heading("eight888", ""), "The two differ");
  EXPECT_EQ(heading("seven77", "seven77"), "That is too short");
  EXPECT_EQ(heading("", ""), "That is too short");
}

TEST(new_password, is_counted_in_characters) {
  EXPECT_EQ(heading("\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc", "x"), "That is too short");
  const std::string eight = "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc";
  EXPECT_EQ(heading(eight, eight), "");
}

TEST(new_password, is_no_longer_than_what_can_be_hashed) {
  const std::string longest(1024, 'x');
  EXPECT_EQ(heading(longest, longest), "");
  EXPECT_EQ(heading(longest + "x", longest + "x"), "That is too long");
}

}
}
