// SPDX-License-Identifier: Apache-2.0
#include "storage/key_tree.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::storage {
namespace {

uuid parsed(const char* text) { return uuid::parse(text).value(); }

TEST(key_tree, numbers_of_kinds_never_change) {
  EXPECT_EQ(static_cast<int>(key_kind::workspace), 1);
  EXPECT_EQ(static_cast<int>(key_kind::bucket), 2);
  EXPECT_EQ(static_cast<int>(key_kind::subject), 3);
  EXPECT_EQ(static_cast<int>(key_kind::day), 4);
  EXPECT_EQ(static_cast<int>(key_kind::lookup), 5);
  EXPECT_EQ(static_cast<int>(key_kind::client_secret), 6);
  EXPECT_EQ(static_cast<int>(key_kind::signing), 7);
  EXPECT_EQ(static_cast<int>(key_kind::log), 8);
}

// Expected values by sha256sum of the 16 octets: 374708ff…, b568d47f….
TEST(key_tree, a_bucket_is_the_first_ten_bits_of_the_digest) {
  EXPECT_EQ(bucket_of(uuid{}), 0x374708ff >> 22);
  EXPECT_EQ(bucket_of(parsed("00112233-4455-4677-8899-aabbccddeeff")), 0xb568d47fU >> 22);
}

TEST(key_tree, subjects_spread_over_all_buckets) {
  std::set<std::int16_t> seen;
  uuid id;
  for (int n = 0; n < 20'000; ++n) {
    id.octets[0] = static_cast<std::uint8_t>(n);
    id.octets[1] = static_cast<std::uint8_t>(n >> 8);
    seen.insert(bucket_of(id));
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(bucket_count));
  EXPECT_EQ(*seen.begin(), 0);
  EXPECT_EQ(*seen.rbegin(), bucket_count - 1);
}

TEST(key_tree, a_day_is_read_back_from_its_id) {
  using namespace std::chrono;
  for (const auto day : {sys_days{1970y / January / 1}, sys_days{2026y / March / 3},
                         sys_days{1969y / December / 31}, sys_days{9999y / December / 31}})
    EXPECT_EQ(day_of(day_key_id(day)), day);
}

TEST(key_tree, other_ids_are_no_days) {
  EXPECT_EQ(day_of(sole_key_id(key_kind::log)), std::nullopt);
  EXPECT_EQ(day_of(subject_key_id(parsed("00112233-4455-4677-8899-aabbccddeeff"))), std::nullopt);
}

TEST(key_tree, names_are_apart) {
  const auto id = parsed("00112233-4455-4677-8899-aabbccddeeff");
  const std::set<key_id> names{sole_key_id(key_kind::workspace),
                               sole_key_id(key_kind::lookup),
                               bucket_key_id(0),
                               bucket_key_id(1),
                               subject_key_id(id),
                               owned_key_id(key_kind::signing, id)};
  EXPECT_EQ(names.size(), 6U);
}

TEST(key_tree, a_message_names_kind_bucket_and_id) {
  EXPECT_EQ(to_string(bucket_key_id(7)), "bucket key 7/00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(to_string(key_id{99, 0, {}}), "unknown key 0/00000000-0000-0000-0000-000000000000");
}

}
}
