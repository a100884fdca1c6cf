// SPDX-License-Identifier: Apache-2.0
#include "actors/refusals.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment {
namespace {

TEST(refusals, each_has_one_row_found_by_code_and_name) {
  std::set<std::string_view> names;
  for (const auto& row : refusals()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(&entry_of(row.code), &row);
    EXPECT_EQ(find_refusal(row.name), &row);
  }
  EXPECT_EQ(find_refusal("hunter2"), nullptr);
}

TEST(refusals, each_says_what_it_means) {
  for (const auto& row : refusals()) {
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.name;
    EXPECT_TRUE(row.cause.ends_with('.')) << row.name;
    EXPECT_TRUE(row.cure.ends_with('.')) << row.name;
    EXPECT_TRUE(row.http_status >= 400 && row.http_status < 600) << row.name;
  }
}

/// RFC 6749 section 5.2: whatever is wrong with a code or a refresh token, the client reads this.
TEST(refusals, of_codes_and_tokens_are_invalid_grants) {
  using enum refusal_code;
  for (const auto code :
       {unknown_grant, expired, code_replayed, refresh_replayed, wrong_binding, revoked})
    EXPECT_EQ(entry_of(code).oauth_error, "invalid_grant") << entry_of(code).name;
}

}
}
