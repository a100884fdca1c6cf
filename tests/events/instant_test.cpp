// SPDX-License-Identifier: Apache-2.0
#include "events/instant.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(instant, is_written_in_utc_with_microseconds) {
  EXPECT_EQ(to_string(from_microseconds(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_string(from_microseconds(1'772'546'580'000'001)), "2026-03-03T14:03:00.000001Z");
}

TEST(instant, beyond_four_digits_of_a_year_is_told_as_it_is) {
  EXPECT_EQ(to_string(from_microseconds(253'402'300'800'000'000)), "10000-01-01T00:00:00.000000Z");
}

TEST(instant, text_round_trips) {
  const auto moment = from_microseconds(1'772'546'580'123'456);
  EXPECT_EQ(parse_instant(to_string(moment)), moment);
}

TEST(instant, decimals_are_optional) {
  EXPECT_EQ(parse_instant("2026-03-03T14:03:00Z"), from_microseconds(1'772'546'580'000'000));
  EXPECT_EQ(parse_instant("2026-03-03T14:03:00.5Z"), from_microseconds(1'772'546'580'500'000));
}

TEST(instant, refuses_what_is_no_moment) {
  for (const auto* text : {"", "2026-03-03", "2026-02-30T00:00:00Z", "2026-03-03T24:00:00Z",
                           "2026-03-03T14:03:00", "2026-03-03T14:03:00.1234567Z",
                           "2026-03-03T14:03:00.Z", "2026-03-03T-1:03:00Z", "2026-03-03 14:03:00Z"})
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
}

}
}
