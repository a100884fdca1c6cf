// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/normal_form.hpp"

#include <gtest/gtest.h>

namespace muniment::passwords {
namespace {

TEST(normal_form, is_one_for_all_ways_to_write_a_text) {
  EXPECT_EQ(normal_form("cafe\u0301"), "caf\u00e9");
  EXPECT_EQ(normal_form("caf\u00e9"), "caf\u00e9");
  EXPECT_EQ(normal_form("\u1112\u1161\u11ab"), "\ud55c") << "Hangul";
  EXPECT_EQ(normal_form("\u212b"), "\u00c5") << "the sign of a unit";
  EXPECT_EQ(normal_form("q\u0307\u0323"), "q\u0323\u0307") << "marks in their order";
}

TEST(normal_form, changes_nothing_else) {
  for (const std::string text :
       {"", " Two  Spaces ", "\ufb01ve", "\u00a0\u2003", "\t\n", "\U0001f642\U0001f643"})
    EXPECT_EQ(normal_form(text), text);
  EXPECT_EQ(normal_form(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(normal_form, is_of_text_alone) {
  for (const std::string bad : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80"})
    EXPECT_FALSE(normal_form(bad)) << bad.size();
  EXPECT_FALSE(normal_form("\u0378")) << "which may become anything";
  EXPECT_TRUE(normal_form(std::string(longest_read, 'x')));
  EXPECT_FALSE(normal_form(std::string(longest_read + 1, 'x')));
}

TEST(normal_form, is_found_in_time_for_as_many_marks_as_are_read) {
  std::string marks = "a";
  while (marks.size() + 4 < longest_read)
    marks += "\u0301\u0323";
  EXPECT_TRUE(normal_form(marks));
}

TEST(characters, are_code_points) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("abc"), 3U);
  EXPECT_EQ(characters("\u00e9\U0001f642"), 2U);
}

TEST(compared_text, is_the_normal_form_for_hashes_of_our_own) {
  const std::string ours = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";
  EXPECT_EQ(compared_text(ours, "cafe\u0301"), "caf\u00e9");
  EXPECT_EQ(compared_text(ours, "Caf\u00e9 "), "Caf\u00e9 ");
  EXPECT_EQ(compared_text(ours, "\xff"), "\xff") << "no text: it is compared all the same";
}

TEST(compared_text, is_what_was_typed_for_hashes_from_elsewhere) {
  for (const std::string stored : {"$2b$12$abc", "$pbkdf2-sha256$i=1$a$b", "", "x"})
    EXPECT_EQ(compared_text(stored, "cafe\u0301"), "cafe\u0301");
}

}
}
