// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/oauth_errors.hpp"

#include "actors/refusals.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::oidc {
namespace {

TEST(oauth_errors, stand_once_and_say_what_to_do) {
  std::set<std::string_view> errors;
  for (const auto& each : oauth_errors()) {
    EXPECT_TRUE(errors.insert(each.error).second) << each.error;
    EXPECT_NE(each.defined_in, "") << each.error;
    EXPECT_TRUE(each.given.ends_with('.')) << each.error;
    EXPECT_TRUE(each.cure.ends_with('.')) << each.error;
  }
}

TEST(oauth_errors, hold_what_refusals_count_as) {
  std::set<std::string_view> errors;
  for (const auto& each : oauth_errors())
    errors.insert(each.error);
  for (const auto& each : refusals())
    EXPECT_TRUE(each.oauth_error.empty() || errors.contains(each.oauth_error)) << each.name;
}

}
}
