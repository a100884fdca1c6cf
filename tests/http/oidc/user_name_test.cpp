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

TEST(user_name, has_no_case_in_any_script) {
  EXPECT_EQ(canonical_user_name("\xc3\x89MILE"), "\xc3\xa9mile");             // É, é
  EXPECT_EQ(canonical_user_name("\xce\xa3\xce\x9f\xce\xa6\xce\x8c\xce\xa3"),  // ΣΟΦΌΣ
            canonical_user_name("\xcf\x83\xce\xbf\xcf\x86\xcf\x8c\xcf\x82")); // σοφός
  EXPECT_EQ(canonical_user_name("Stra\303\237e"), "strasse");
}

TEST(user_name, is_one_however_a_keyboard_writes_it) {
  EXPECT_EQ(canonical_user_name("jose\xcc\x81"), "jos\xc3\xa9"); // e and an accent of its own
  EXPECT_EQ(canonical_user_name("JOSE\xcc\x81"), "jos\xc3\xa9");
}

TEST(user_name, keeps_apart_what_merely_looks_alike) {
  EXPECT_NE(canonical_user_name("\320\260da"), "ada");     // a Cyrillic а
  EXPECT_NE(canonical_user_name("\357\275\201da"), "ada"); // a full-width ａ
}

TEST(user_name, stays_what_it_is) {
  for (const auto* typed : {"Ada", "\xc3\x89mile", "Stra\303\237e", "JOSE\xcc\x81"}) {
    const auto once = canonical_user_name(typed).value_or("");
    EXPECT_EQ(canonical_user_name(once), once) << typed;
  }
}

TEST(user_name, is_not_anything) {
  for (const auto* typed : {"", "  ", "a\nb", "a\x7f", "a\xff", "\xc3"})
    EXPECT_FALSE(canonical_user_name(typed)) << typed;
  EXPECT_TRUE(canonical_user_name(std::string(longest_user_name, 'a')));
  EXPECT_FALSE(canonical_user_name(std::string(longest_user_name + 1, 'a')));
}

}
}
