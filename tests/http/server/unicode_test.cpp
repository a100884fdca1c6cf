// SPDX-License-Identifier: Apache-2.0
#include "http/server/unicode.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(unicode, stabilized_is_composed_and_nothing_else) {
  EXPECT_EQ(stabilized("E\u0301cole"), "\u00c9cole");
  EXPECT_EQ(stabilized(""), "");
  EXPECT_EQ(stabilized(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(unicode, caseless_is_composed_and_folded) {
  EXPECT_EQ(caseless("E\u0301COLE"), "\u00e9cole");
  EXPECT_EQ(caseless("Stra\u00dfe"), "strasse");
  EXPECT_EQ(caseless(""), "");
}

TEST(unicode, is_of_text_alone) {
  for (const std::string bad : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80"}) {
    EXPECT_FALSE(stabilized(bad)) << bad.size();
    EXPECT_FALSE(caseless(bad)) << bad.size();
  }
}

TEST(unicode, what_is_not_assigned_yet_has_no_stable_form) {
  EXPECT_FALSE(stabilized("\u0378"));
  EXPECT_EQ(caseless("\u0378"), "\u0378");
}

}
}
