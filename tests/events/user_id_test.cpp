// SPDX-License-Identifier: Apache-2.0
#include "events/user_id.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace muniment {
namespace {

using octets = std::array<std::uint8_t, 16>;

octets filled(std::uint8_t value) {
  octets all{};
  all.fill(value);
  return all;
}

const auto nothing = uuid::custom(filled(0));
const auto everything = uuid::custom(filled(0xff));

TEST(user_id, tells_by_its_version_how_it_is_written) {
  const auto plain = make_user_id(user_id_format::uuid, filled(0xff));
  EXPECT_EQ(written_user_id(plain), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  const auto letters = make_user_id(user_id_format::nanoid, filled(0xff));
  EXPECT_EQ(to_string(letters), "ffffffff-ffff-8fff-bfff-ffffffffffff");
  EXPECT_EQ(written_user_id(letters), "D--------------------");
}

TEST(user_id, of_people_entered_before_there_was_a_choice_is_written_as_it_was) {
  for (const auto* text :
       {"01234567-89ab-4def-8123-456789abcdef", "01234567-89ab-7def-8123-456789abcdef",
        "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_EQ(written_user_id(*uuid::parse(text)), text);
    EXPECT_EQ(read_user_id(text), uuid::parse(text));
  }
}

TEST(user_id, in_letters_is_read_back_and_so_is_the_uuid_it_is_stored_as) {
  std::mt19937_64 chance{1};
  std::set<std::string> seen;
  for (int round = 0; round < 2000; ++round) {
    octets entropy{};
    for (auto& each : entropy)
      each = static_cast<std::uint8_t>(chance());
    const auto id = make_user_id(user_id_format::nanoid, entropy);
    const auto text = written_user_id(id);
    ASSERT_EQ(text.size(), 21U);
    ASSERT_TRUE(text[0] >= 'A' && text[0] <= 'D') << text;
    ASSERT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789_-"),
              std::string::npos);
    ASSERT_EQ(read_user_id(text), id);
    ASSERT_EQ(read_user_id(to_string(id)), id);
    seen.insert(text);
  }
  EXPECT_EQ(seen.size(), 2000U);
}

/// What was once given to a relying party: these never change.
TEST(user_id, is_spelled_like_this_for_ever) {
  EXPECT_EQ(written_user_id(nothing), "AAAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(written_user_id(everything), "D--------------------");
  EXPECT_EQ(written_user_id(*uuid::parse("01234567-89ab-8def-8123-456789abcdef")),
            "ABI0Vniave8EjRWeJq83v");
}

TEST(user_id, each_bit_of_its_own_shows) {
  std::set<std::string> seen{written_user_id(nothing)};
  for (unsigned bit = 0; bit < 128; ++bit) {
    auto one = filled(0);
    one[bit / 8] = static_cast<std::uint8_t>(0x80 >> bit % 8);
    seen.insert(written_user_id(uuid::custom(one)));
  }
  EXPECT_EQ(seen.size(), 1U + 122U);
}

TEST(user_id, has_one_spelling_and_no_other_text_is_one) {
  for (const auto* text :
       {"", "AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA", "EAAAAAAAAAAAAAAAAAAAA",
        "-AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAA.AAAAAAAAAA", "AAAAAAAAAA AAAAAAAAAA",
        "01234567-89AB-8DEF-8123-456789ABCDEF"})
    EXPECT_EQ(read_user_id(text), std::nullopt) << text;
}

}
}
