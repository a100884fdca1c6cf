// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/throttle_table.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

const throttle_terms two_tries{2, 10s, 60s};

throttle_key who(std::uint8_t high, std::uint8_t low = 0) { return {high, low}; }
const auto first = who(1);

/// So many tries, those in a pause left out.
void fail(throttle_table& table, const throttle_key& one, int tries, instant now = noon) {
  for (; tries > 0; --tries)
    if (table.judge(one, now).wait == 0s) table.start(one, now);
}

TEST(throttle_table, knows_each_for_themselves) {
  throttle_table table(two_tries, 10);
  fail(table, first, 3);
  EXPECT_EQ(table.judge(first, noon).wait, 10s);
  EXPECT_EQ(table.judge(who(2), noon), throttle_verdict{});
  EXPECT_EQ(table.failures(first), 3U);
  EXPECT_EQ(table.failures(who(2)), 0U);
}

TEST(throttle_table, says_which_pause_a_try_began) {
  throttle_table table(two_tries, 10);
  EXPECT_FALSE(table.start(first, noon));
  EXPECT_FALSE(table.start(first, noon));
  EXPECT_EQ(table.start(first, noon), noon + 10s);
}

TEST(throttle_table, remembers_whom_it_turned_away) {
  throttle_table table(two_tries, 10);
  table.turn_away(first);
  fail(table, first, 3);
  EXPECT_TRUE(table.judge(first, noon).first);
  table.turn_away(first);
  EXPECT_FALSE(table.judge(first, noon).first);
}

TEST(throttle_table, takes_back_no_more_than_there_was) {
  throttle_table table(two_tries, 10);
  fail(table, first, 2);
  EXPECT_EQ(table.pardon(first, 1, {}), 1U);
  EXPECT_EQ(table.pardon(first, 5, {}), 1U);
  EXPECT_EQ(table.pardon(first, 5, {}), 0U);
  EXPECT_EQ(table.size(), 0U);
}

TEST(throttle_table, forgets_what_is_over) {
  throttle_table table(two_tries, 10);
  fail(table, first, 1);
  fail(table, who(2), 3);
  table.start(who(3), noon + 59s);
  EXPECT_EQ(table.size(), 3U);
  table.start(who(3), noon + 60s);
  EXPECT_EQ(table.size(), 2U);
  table.start(first, noon + 24h);
  EXPECT_EQ(table.size(), 1U);
}

TEST(throttle_table, holds_no_more_than_it_may) {
  throttle_table table(two_tries, 100);
  for (int each = 0; each < 1000; ++each)
    table.start(who(each / 256, each % 256), noon + each * 1ms);
  EXPECT_EQ(table.size(), 100U);
  EXPECT_EQ(table.failures(who(999 / 256, 999 % 256)), 1U);
  EXPECT_EQ(table.failures(who(0, 0)), 0U) << "the oldest went";
}

TEST(throttle_table, is_not_flooded_by_many_who_failed_once) {
  throttle_table table(two_tries, 100);
  fail(table, first, 3);
  for (int each = 0; each < 10'000; ++each)
    table.start(who(2 + each / 256, each % 256), noon + 1s);
  EXPECT_EQ(table.judge(first, noon + 1s).wait, 9s);
  EXPECT_EQ(table.size(), 100U);
}

TEST(throttle_table, lets_who_is_remembered_shortest_go_when_all_are_in_a_pause) {
  throttle_table table(two_tries, 3);
  for (std::uint8_t each = 1; each <= 3; ++each)
    fail(table, who(each), 3, noon + each * 1s);
  fail(table, who(1), 1, noon + 11s);
  fail(table, who(9), 3, noon + 11s);
  EXPECT_EQ(table.size(), 3U);
  EXPECT_EQ(table.judge(who(2), noon + 11s).wait, 0s) << "fewer failures than the first, and older";
  EXPECT_EQ(table.judge(who(1), noon + 11s).wait, 20s);
  EXPECT_EQ(table.judge(who(9), noon + 11s).wait, 10s);
}

TEST(throttle_table, counts_a_newcomer_among_those_who_failed_more) {
  throttle_table table(two_tries, 2);
  fail(table, who(2), 3);
  fail(table, who(3), 3, noon + 1s);
  fail(table, first, 3, noon + 2s);
  EXPECT_EQ(table.judge(first, noon + 2s).wait, 10s);
}

TEST(throttle_table, holds_at_least_one) {
  throttle_table table(two_tries, 0);
  fail(table, first, 3);
  EXPECT_EQ(table.judge(first, noon).wait, 10s);
  table.start(who(2), noon);
  EXPECT_EQ(table.size(), 1U);
}

}
}
