// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/fault_spell.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace std::chrono_literals;

class fault_spell_test : public testing::Test {
protected:
  fault_spell spell{10s};
  fault_spell::moment now{1h};
};

TEST_F(fault_spell_test, each_cause_is_told_once_and_the_end_once) {
  EXPECT_TRUE(spell.failed("full", now));
  EXPECT_FALSE(spell.failed("full", now));
  EXPECT_TRUE(spell.failed("forbidden", now)) << "one cause does not hide another";
  EXPECT_FALSE(spell.failed("full", now));
  EXPECT_TRUE(spell.succeeded(now + 10s));
  EXPECT_FALSE(spell.succeeded(now + 20s));
  EXPECT_TRUE(spell.failed("full", now + 20s));
}

TEST_F(fault_spell_test, nothing_ends_that_has_not_begun) { EXPECT_FALSE(spell.succeeded(now)); }

TEST_F(fault_spell_test, what_fails_every_other_time_is_one_spell) {
  EXPECT_TRUE(spell.failed("full", now));
  for (int turn = 0; turn < 100; ++turn) {
    now += 9s;
    EXPECT_FALSE(spell.succeeded(now));
    EXPECT_FALSE(spell.failed("full", now));
  }
}

TEST_F(fault_spell_test, no_spell_tells_of_any_number_of_causes) {
  std::size_t told = 0;
  for (int each = 0; each < 1'000; ++each)
    told += spell.failed(std::to_string(each), now) ? 1 : 0;
  EXPECT_EQ(told, fault_spell::most_causes);
}

}
}
