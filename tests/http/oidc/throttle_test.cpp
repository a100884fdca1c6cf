// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/throttle.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

const throttle_terms usual{2, 10s, 60s};

/// After so many tries, each at the end of the pause before; the moment too.
struct after {
  throttle_state known = {};
  instant now = noon;

  explicit after(std::uint32_t tries, const throttle_terms& terms = usual) {
    for (; tries > 0; --tries) {
      now += judge(known, terms, now).wait;
      known = after_start(known, terms, now);
    }
  }
};

TEST(throttle, costs_twice_as_much_each_time) {
  const std::vector<std::chrono::seconds> table{0s, 0s, 0s, 10s, 20s, 40s, 60s, 60s};
  for (std::uint32_t failures = 0; failures < table.size(); ++failures)
    EXPECT_EQ(pause_after(failures, usual), table[failures]) << failures;
  EXPECT_EQ(pause_after(4'294'967'295, usual), 60s);
}

TEST(throttle, takes_any_terms) {
  struct row {
    throttle_terms terms;
    std::uint32_t failures;
    std::chrono::seconds pause;
  };
  const std::vector<row> table{
      {{0, 10s, 60s}, 0, 0s}, {{0, 10s, 60s}, 1, 10s},    {{0, 0s, 60s}, 9, 0s},
      {{0, 10s, 0s}, 9, 0s},  {{0, 0s, 0s}, 9, 0s},       {{0, 60s, 10s}, 1, 10s},
      {{0, -5s, 60s}, 9, 0s}, {{0, 24h, 24h}, 1000, 24h}, {{4'294'967'295, 1s, 1s}, 1000, 0s},
  };
  for (const auto& [terms, failures, pause] : table) {
    EXPECT_EQ(pause_after(failures, terms), pause) << terms.first.count() << ' ' << failures;
    EXPECT_EQ(judge(after(1, terms).known, terms, noon).wait, pause_after(1, terms));
  }
}

TEST(throttle, lets_whoever_is_not_known_try) {
  EXPECT_EQ(judge({}, usual, noon), throttle_verdict{});
}

TEST(throttle, pauses_after_the_free_ones) {
  for (std::uint32_t tries = 0; tries < 3; ++tries)
    EXPECT_EQ(judge(after(tries).known, usual, noon), throttle_verdict{}) << tries;
  const auto paused = after(3);
  EXPECT_EQ(judge(paused.known, usual, noon), (throttle_verdict{10s, true}));
  EXPECT_EQ(judge(paused.known, usual, noon + 10s), throttle_verdict{});
  EXPECT_EQ(judge(after(4).known, usual, noon + 10s).wait, 20s);
}

TEST(throttle, rounds_what_is_left_up) {
  const auto paused = after(3).known;
  EXPECT_EQ(judge(paused, usual, noon + 1us).wait, 10s);
  EXPECT_EQ(judge(paused, usual, noon + 9s).wait, 1s);
  EXPECT_EQ(judge(paused, usual, noon + 9'999'999us).wait, 1s);
}

TEST(throttle, counts_a_try_from_its_beginning) {
  throttle_state known;
  int begun = 0;
  for (int at_once = 0; at_once < 64; ++at_once) {
    if (judge(known, usual, noon).wait > 0s) continue;
    known = after_start(known, usual, noon);
    ++begun;
  }
  EXPECT_EQ(begun, 3);
}

TEST(throttle, knows_the_first_that_is_turned_away_in_each_pause) {
  auto known = after_refusal(after(3).known);
  EXPECT_EQ(judge(known, usual, noon + 1s), (throttle_verdict{9s, false}));
  EXPECT_EQ(judge(known, usual, noon + 10s), throttle_verdict{});
  known = after_start(known, usual, noon + 10s);
  EXPECT_TRUE(judge(known, usual, noon + 11s).first);
}

TEST(throttle, does_not_lengthen_a_pause_for_those_it_turns_away) {
  auto known = after(3).known;
  for (int tries = 0; tries < 100; ++tries)
    known = after_refusal(known);
  EXPECT_EQ(judge(known, usual, noon + 1s).wait, 9s);
}

TEST(throttle, forgets_one_failure_after_another) {
  const auto known = after(3).known;
  EXPECT_EQ(after_start(known, usual, noon + 59s).failures, 4U);
  EXPECT_EQ(after_start(known, usual, noon + 60s).failures, 3U);
  EXPECT_EQ(after_start(known, usual, noon + 120s).failures, 2U);
  EXPECT_EQ(after_start(known, usual, noon + 180s), after_start({}, usual, noon + 180s));
  EXPECT_EQ(forgotten_at(known, usual), noon + 180s);
}

TEST(throttle, does_not_forget_sooner_because_it_was_asked) {
  auto known = after(3).known;
  known = after_start(known, usual, noon + 50s);
  EXPECT_EQ(known.failures, 4U);
  known = after_start(known, usual, noon + 110s);
  EXPECT_EQ(known.failures, 4U) << "one was forgotten after a minute, and one came";
  EXPECT_EQ(known.since, noon + 60s);
}

TEST(throttle, goes_on_for_ever_at_the_longest_and_remembers_no_more) {
  const auto tired = after(1000);
  EXPECT_EQ(judge(tired.known, usual, tired.now).wait, 60s);
  EXPECT_LE(tired.known.failures, 6U);
  EXPECT_GE(tired.now - noon, 60s * 990) << "one a minute";
  EXPECT_LE(forgotten_at(tired.known, usual), tired.now + 60s * 6);
}

TEST(throttle, takes_back_what_was_no_failure) {
  const auto one = after(1).known;
  EXPECT_EQ(after_pardon(one, 1, usual, {}).failures, 0U);
  EXPECT_EQ(after_pardon(one, 7, usual, {}).failures, 0U);
  const auto three = after(3).known;
  EXPECT_EQ(judge(after_pardon(three, 1, usual, three.until), usual, noon), throttle_verdict{});
}

TEST(throttle, ends_only_the_pause_that_a_pardoned_try_began) {
  const auto five = after(5);
  ASSERT_EQ(judge(five.known, usual, five.now).wait, 40s);
  EXPECT_EQ(judge(after_pardon(five.known, 1, usual, five.known.until), usual, five.now).wait, 0s);
  const auto other = five.now - 20s;
  EXPECT_EQ(judge(after_pardon(five.known, 1, usual, other), usual, five.now).wait, 40s);
  EXPECT_EQ(judge(after_pardon(five.known, 1, usual, {}), usual, five.now).wait, 40s);
  EXPECT_EQ(judge(after_pardon(five.known, 3, usual, other), usual, five.now).wait, 0s)
      << "so few are free";
}

TEST(throttle, makes_no_pause_longer_because_a_clock_was_set_back) {
  const auto known = after(3).known;
  EXPECT_EQ(judge(known, usual, noon - 24h).wait, 60s);
  const auto next = after_start(known, usual, noon - 24h);
  EXPECT_EQ(next.since, noon - 24h);
  EXPECT_LE(forgotten_at(next, usual), noon - 24h + 60s * 6);
}

}
}
