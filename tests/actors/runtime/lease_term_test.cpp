// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/lease_term.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

constexpr std::chrono::hours hour{1};

TEST(lease_term_test, holds_nothing_before_there_is_one) {
  const lease_term term;
  EXPECT_FALSE(term.holds(0));
  EXPECT_FALSE(term.holds(1));
  EXPECT_FALSE(term.lasts());
}

TEST(lease_term_test, holds_what_was_taken_in_it_until_its_end) {
  lease_term term;
  term.extend(1, boot_clock::now() + hour);
  EXPECT_TRUE(term.holds(1));
  EXPECT_FALSE(term.holds(2));
  EXPECT_TRUE(term.lasts());
  term.extend(1, boot_clock::now());
  EXPECT_FALSE(term.holds(1));
  EXPECT_FALSE(term.lasts());
  term.extend(1, boot_clock::now() + hour);
  EXPECT_TRUE(term.holds(1)) << "nobody took it meanwhile";
}

TEST(lease_term_test, holds_nothing_of_an_earlier_one) {
  lease_term term;
  term.extend(1, boot_clock::now() + hour);
  term.extend(2, boot_clock::now() + hour);
  EXPECT_FALSE(term.holds(1));
  term.extend(0, boot_clock::now() + hour);
  EXPECT_FALSE(term.holds(0));
  EXPECT_FALSE(term.holds(2));
}

}
}
