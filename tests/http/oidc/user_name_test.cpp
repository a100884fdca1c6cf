// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/user_name.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

TEST(user_name, has_one_spelling) {
  for (const auto* typed : {"ada", "ADA", " Ada ", "\tada"})
    EXPECT_EQ(canonical_user_name(typed), "ada") << typed;
  EXPECT_EQ(canonical_user_name("Ada Lovelace@Example.org"), "ada lovelace@example.org");
}

TEST(user_name, leaves_what_is_not_ascii) {
  EXPECT_EQ(canonical_user_name("\xc3\x89mile"), "\xc3\x89mile");
}

TEST(user_name, is_not_anything) {
  for (const auto* typed : {"", "  ", "a\nb", "a\x7f"})
    EXPECT_FALSE(canonical_user_name(typed)) << typed;
  EXPECT_TRUE(canonical_user_name(std::string(longest_user_name, 'a')));
  EXPECT_FALSE(canonical_user_name(std::string(longest_user_name + 1, 'a')));
}

}
}
