// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/absence.hpp"

#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

using namespace std::chrono_literals;

TEST(absence, is_told_once_and_so_is_its_end) {
  absence away;
  testing::internal::CaptureStderr();
  away.end();
  away.note("nobody answers");
  away.note("nobody answers");
  away.end();
  away.end();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "muniment: nobody answers; waiting for the server\n"
            "muniment: the server answers again\n");
}

TEST(absence, is_waited_out_with_longer_and_longer_pauses) {
  absence away;
  testing::internal::CaptureStderr();
  for (const auto pause : {250ms, 500ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms})
    EXPECT_EQ(away.note("away"), pause);
  away.end();
  EXPECT_EQ(away.note("away again"), 250ms);
  testing::internal::GetCapturedStderr();
}

}
}
