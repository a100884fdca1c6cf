// SPDX-License-Identifier: Apache-2.0
#include "http/server/problems.hpp"

#include "http/server/framing_refusal.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::http {
namespace {

TEST(problems, are_errors_and_say_when_they_are_told) {
  for (const auto& [told, when] : told_problems()) {
    EXPECT_TRUE(told.status >= 400 && told.status < 600) << told.code;
    EXPECT_TRUE(told.title.view().ends_with('.')) << told.code;
    EXPECT_TRUE(when.ends_with('.')) << told.code;
  }
}

TEST(problems, have_codes_of_their_own) {
  std::set<std::string_view> codes;
  for (const auto& each : framing_refusals())
    codes.insert(each.code.view());
  for (const auto& each : told_problems())
    EXPECT_TRUE(codes.insert(each.told.code.view()).second) << each.told.code;
}

TEST(problems, take_the_detail_of_a_case) {
  const auto told = with_detail(problems::unauthorized, "It is over.", "token");
  EXPECT_EQ(told.status, problems::unauthorized.status);
  EXPECT_EQ(told.code, problems::unauthorized.code);
  EXPECT_EQ(told.title, problems::unauthorized.title);
  EXPECT_EQ(told.detail, fixed_text("It is over."));
  EXPECT_EQ(told.member, fixed_text("token"));
}

}
}
