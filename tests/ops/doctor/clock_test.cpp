// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/clock.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

using namespace std::chrono_literals;

TEST(clock, of_the_system_must_be_kept_synchronised) {
  EXPECT_EQ(judge_system_clock({true, 20ms}).judged, verdict::ok);
  EXPECT_EQ(judge_system_clock({false, 16s}).judged, verdict::warning);
  EXPECT_EQ(judge_system_clock({true, 3s}).judged, verdict::warning);
}

TEST(clock, of_the_database_must_agree_as_far_as_that_can_be_known) {
  EXPECT_EQ(judge_database_clock({300ms, 5ms}).judged, verdict::ok);
  EXPECT_EQ(judge_database_clock({-3s, 5ms}).judged, verdict::warning);
  EXPECT_EQ(judge_database_clock({-3s, 2s}).judged, verdict::ok);
  const auto far = judge_database_clock({-75s, 5ms});
  EXPECT_EQ(far.judged, verdict::failed);
  EXPECT_EQ(far.found, "it is 75 s behind this machine's; leases and tokens are off by as much");
  EXPECT_EQ(judge_database_clock({3h, 5ms}).found.substr(0, 18), "it is 3 h ahead of");
}

TEST(clock, must_not_be_behind_the_newest_event) {
  EXPECT_EQ(judge_journal_time(-24h).judged, verdict::ok);
  EXPECT_EQ(judge_journal_time(1s).judged, verdict::ok);
  EXPECT_EQ(judge_journal_time(30s).judged, verdict::warning);
  EXPECT_EQ(judge_journal_time(90s).judged, verdict::failed);
}

}
}
