// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/words.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using list = std::vector<std::string>;

TEST(words, are_parted_by_one_space) {
  EXPECT_EQ(split_words("openid"), list{"openid"});
  EXPECT_EQ(split_words("openid profile openid"), (list{"openid", "profile"}));
  for (const auto* bad : {"", " ", "a ", " a", "a  b", "a\tb", "a\"b", "a\\b", "\xc3\xa9"})
    EXPECT_FALSE(split_words(bad)) << bad;
}

TEST(words, are_joined_again) {
  EXPECT_EQ(join_words({}), "");
  EXPECT_EQ(join_words({"openid", "profile"}), "openid profile");
}

TEST(words, are_found_whole) {
  EXPECT_TRUE(among({"openid", "profile"}, "profile"));
  EXPECT_FALSE(among({"openid", "profile"}, "prof"));
}

}
}
