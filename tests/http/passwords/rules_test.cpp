// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/rules.hpp"

#include "tests/support/repeated.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace muniment::passwords {
namespace {

using test::repeated;

const person ada{"ada.king", "countess@example.com", "Augusta King", "analytical"};

std::optional<fault> fault_of(std::string_view typed, const rules& asked = {}) {
  const auto formed = well_formed(typed, asked);
  if (const auto* wrong = std::get_if<fault>(&formed)) return *wrong;
  return find_fault(std::get<std::string>(formed), ada, asked);
}

struct choice {
  std::string typed;
  std::optional<fault> wrong;
};

TEST(password_rules, say_of_each_what_is_wrong_with_it) {
  const std::vector<choice> table{
      {"", fault::too_short},
      {"correct horses", fault::too_short},
      {"correct horse b", {}},
      {" correct horse ", {}},
      {"four words of mine", {}},
      {"mountain lake river stone and a bird that sings above them at night", {}},
      {"\U0001f642\U0001f40e\U0001f50b\U0001f4ce\U0001f30a\U0001f3d4\U0001f642\U0001f40e"
       "\U0001f50b\U0001f4ce\U0001f30a\U0001f3d4\U0001f9ca\U0001f52d",
       fault::too_short},
      {"\U0001f642\U0001f40e\U0001f50b\U0001f4ce\U0001f30a\U0001f3d4\U0001f9ca\U0001f52d"
       "\U0001f9c0\U0001f355\U0001f680\U0001f427\U0001f31c\U0001f3b2\U0001f511",
       {}},
      {repeated("\u00e9", 14), fault::too_short},
      {repeated("e\u0301", 14), fault::too_short},
      {repeated("\u00e9", 15), fault::guessable},
      {"passwordpassword", fault::guessable},
      {"qwertyuiopasdfgh", fault::guessable},
      {"ada.king12345678", fault::guessable},
      {"Countess Countess", fault::guessable},
      {"Augusta King 2015", fault::guessable},
      {"Augusta Augusta", fault::guessable},
      {"analytical2026!!", fault::guessable},
      {"muniment muniment", fault::guessable},
      {"correct horse\xff battery", fault::unreadable},
      {"correct horse \u0378 battery", fault::unreadable},
      {repeated("x", 1025), fault::too_long},
      {repeated("x", 4000), fault::too_long},
  };
  for (const auto& [typed, wrong] : table)
    EXPECT_EQ(fault_of(typed), wrong) << typed;
}

TEST(password_rules, take_the_longest_that_is_hashed_whole) {
  std::string longest = "correct horse battery staple ";
  for (char letter = 'a'; longest.size() < 1024; letter = letter == 'z' ? 'a' : char(letter + 1))
    longest += letter;
  const auto formed = well_formed(longest, {});
  EXPECT_EQ(std::get<std::string>(formed), longest);
  EXPECT_FALSE(fault_of(longest));
  const auto decomposed = "four words of mine " + repeated("e\u0301", 400);
  EXPECT_TRUE(std::holds_alternative<std::string>(well_formed(decomposed, {})))
      << "its normal form is short enough";
}

TEST(password_rules, count_what_the_deployment_asks_for) {
  EXPECT_FALSE(fault_of("ein Zug b", {.least_characters = 8}));
  EXPECT_EQ(fault_of("ein Zug", {.least_characters = 8}), fault::too_short);
  EXPECT_EQ(fault_of("correct horse battery staple", {.least_characters = 64}), fault::too_short);
}

TEST(password_rules, know_the_stolen_ones) {
  const test::temporary_directory folder;
  const rules asked{.breached = folder.path()};
  const std::string stolen = "correct horse battery staple";
  EXPECT_EQ(fault_of(stolen, asked), fault::unchecked) << "nobody may choose unseen";
  // Its SHA-1 is ABF7A AD6438836DBE526AA231ABDE2D0EEF74D42.
  std::ofstream{folder.path() / "ABF7A"} << "AD6438836DBE526AA231ABDE2D0EEF74D42:7\n";
  EXPECT_EQ(fault_of(stolen, asked), fault::breached);
  std::ofstream{folder.path() / "ABF7A"} << "AD6438836DBE526AA231ABDE2D0EEF74D43:7\n";
  EXPECT_FALSE(fault_of(stolen, asked));
}

TEST(password_rules, tell_the_number_that_is_asked_for) {
  const auto told = [](std::size_t least) {
    const auto words = words_of(fault::too_short, {.least_characters = least});
    return std::string(words.text.view());
  };
  EXPECT_EQ(told(8), "A password has at least 8 characters. Several words make a good one.");
  EXPECT_EQ(told(15), "A password has at least 15 characters. Several words make a good one.");
  EXPECT_EQ(told(64), "A password has at least 64 characters. Several words make a good one.");
}

TEST(password_rules, say_what_to_do) {
  for (const auto each : {fault::unreadable, fault::too_short, fault::too_long, fault::guessable,
                          fault::breached, fault::unchecked}) {
    const auto words = words_of(each, {});
    EXPECT_FALSE(words.heading.view().ends_with('.'));
    EXPECT_TRUE(words.text.view().ends_with('.'));
    const auto told = problem_of(each, {});
    EXPECT_EQ(told.status, each == fault::unchecked ? 503 : 422);
    EXPECT_EQ(told.member, http::fixed_text("password"));
  }
  EXPECT_EQ(problem_of(fault::breached, {}).detail, words_of(fault::breached, {}).text);
}

}
}
