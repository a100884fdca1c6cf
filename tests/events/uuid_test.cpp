// SPDX-License-Identifier: Apache-2.0
#include "events/uuid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace muniment {
namespace {

std::array<std::uint8_t, 16> ones() {
  std::array<std::uint8_t, 16> octets{};
  octets.fill(0xff);
  return octets;
}

TEST(uuid, random_carries_version_and_variant) {
  EXPECT_EQ(to_string(uuid::random(ones())), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(uuid, of_a_digest_is_made_of_its_first_half) {
  std::array<std::uint8_t, 32> digest{};
  std::fill_n(digest.begin(), 16, 0xff);
  EXPECT_EQ(uuid::of_digest(digest), uuid::random(ones()));
  digest[0] = 0xfe;
  EXPECT_NE(uuid::of_digest(digest), uuid::random(ones()));
}

TEST(uuid, custom_keeps_all_bits_but_version_and_variant) {
  EXPECT_EQ(to_string(uuid::custom(ones())), "ffffffff-ffff-8fff-bfff-ffffffffffff");
  EXPECT_EQ(to_string(uuid::custom({})), "00000000-0000-8000-8000-000000000000");
}

TEST(uuid, time_ordered_begins_with_the_milliseconds) {
  EXPECT_EQ(to_string(uuid::time_ordered(0x0123456789ab, ones())),
            "01234567-89ab-7fff-bfff-ffffffffffff");
}

TEST(uuid, time_ordered_sorts_by_time) {
  EXPECT_LT(uuid::time_ordered(1, ones()), uuid::time_ordered(2, {}));
}

TEST(uuid, text_round_trips) {
  const auto id = uuid::random({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
  EXPECT_EQ(uuid::parse(to_string(id)), id);
}

TEST(uuid, refuses_any_other_text) {
  for (const auto* text :
       {"", "01234567-89ab-7fff-bfff-fffffffffff", "0123456789ab7fffbfffffffffffffff",
        "0123456X-89ab-7fff-bfff-ffffffffffff", "01234567_89ab-7fff-bfff-ffffffffffff",
        "01234567-89AB-7fff-bfff-ffffffffffff", "01234567-89ab-7fff-bfff-ffffffffffff0"})
    EXPECT_EQ(uuid::parse(text), std::nullopt) << text;
}

TEST(uuid, bytes_must_be_sixteen) {
  EXPECT_EQ(uuid::from_bytes(bytes(15)), std::nullopt);
  EXPECT_TRUE(uuid::from_bytes(bytes(16))->is_nil());
}

}
}
