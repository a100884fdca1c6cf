// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/guesses.hpp"

#include "tests/support/repeated.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muniment::passwords {
namespace {

using test::repeated;

const std::vector<std::string> known{"muniment", "wonderland", "alice.liddell", "Alice Liddell",
                                     "\u0430\u043b\u0438\u0441\u0430"};

TEST(guesses, find_what_is_common_a_pattern_or_known_of_the_person) {
  for (const std::string text :
       {"passwordpassword", "qwertyuiopasdfgh", "alice.liddell2024", "Alice Liddell 1",
        "alice.liddell12345", "wonderland wonderland", "muniment-muniment", "123456789012345",
        "abcdefghijklmnop", "P@ssw0rdP@ssw0rd", "iloveyouforever", "Password12345678!",
        "                ", "changemechangeme", "football football"})
    EXPECT_TRUE(is_guessable(text, known)) << text;
  EXPECT_TRUE(is_guessable("\u0430\u043b\u0438\u0441\u0430123456789012", known));
}

TEST(guesses, find_repeats_of_any_character) {
  for (const std::string part : {"a", "\u00e9", "\U0001f642", "\U0001f642\U0001f643", "\u043f"})
    EXPECT_TRUE(is_guessable(repeated(part, 60), known)) << part;
}

TEST(guesses, leave_words_that_do_not_belong_together) {
  for (const std::string text :
       {"correct horse battery staple", "correcthorsebatterystaple", "my own words here",
        "mountain lake river stone", "ich mag lange wanderungen", "jGeFqSsLquTt_13osMHV",
        "\u043f\u044f\u0442\u043d\u0430\u0434\u0446\u0430\u0442\u044c \u0431\u0443\u043a\u0432",
        "\U0001f642\U0001f40e\U0001f50b\U0001f4ce\U0001f30a\U0001f3d4 and seven more",
        "the password of a horse that reads"})
    EXPECT_FALSE(is_guessable(text, known)) << text;
}

TEST(guesses, know_the_person_only_by_words_that_are_some) {
  const std::string text = "correct horse battery staple";
  std::vector<std::string> letters;
  for (char letter = 'a'; letter <= 'z'; ++letter)
    letters.emplace_back(2, letter);
  EXPECT_FALSE(is_guessable("aabbccddeeffgghh zebra", letters));
  std::vector<std::string> many(20, "nobody");
  EXPECT_FALSE(is_guessable(text, many));
  EXPECT_TRUE(is_guessable(repeated("longname-", 8), std::vector{repeated("longname-", 8)}));
}

TEST(guesses, judge_a_bounded_beginning) {
  const std::string slow = repeated("45", 512);
  EXPECT_TRUE(is_guessable(slow, known)) << "and in time";
  EXPECT_EQ(is_guessable(slow + "correct horse battery staple", known), true);
  EXPECT_FALSE(is_guessable("correct horse battery staple" + slow, known));
}

TEST(guesses, end_at_no_zero) {
  EXPECT_FALSE(is_guessable(std::string("correct\0horse\0battery\0staple", 28), known));
}

}
}
