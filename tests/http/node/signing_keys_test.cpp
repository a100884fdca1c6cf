// SPDX-License-Identifier: Apache-2.0
#include "http/node/signing_keys.hpp"

#include "crypto/jwk.hpp"
#include "tests/support/append_requests.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using signing_keys::phase;
using test::numbered;
using row_ptr = std::shared_ptr<const signing_keys::row>;

signing_keys::row row_of(std::uint8_t number, phase at, std::uint64_t position = 1) {
  signing_keys::row row;
  row.id = numbered(number);
  row.key_id = "key-" + std::to_string(number);
  row.algorithm = "ES256";
  row.phase = at;
  row.position = position;
  return row;
}

known_keys::shared_rows rows_of(std::vector<signing_keys::row> rows) {
  return std::make_shared<const std::vector<signing_keys::row>>(std::move(rows));
}

TEST(signing_keys_at_hand, the_newest_active_key_of_an_algorithm_signs) {
  const auto older = row_of(1, phase::active, 5);
  const auto newer = row_of(2, phase::active, 7);
  auto other = row_of(3, phase::active, 9);
  other.algorithm = "RS256";
  const std::vector rows{older, newer, other, row_of(4, phase::next), row_of(5, phase::revoked)};
  EXPECT_EQ(active_key(rows, "ES256")->key_id, "key-2");
  EXPECT_EQ(active_key(rows, "RS256")->key_id, "key-3");
  EXPECT_FALSE(active_key(rows, "PS256"));
}

TEST(signing_keys_at_hand, what_was_chosen_while_it_was_active_may_still_sign) {
  for (const auto each : {phase::active, phase::retiring})
    EXPECT_TRUE(may_sign(each));
  for (const auto each : {phase::next, phase::retired, phase::revoked})
    EXPECT_FALSE(may_sign(each));
}

TEST(signing_keys_at_hand, a_month_of_daily_keys_may_retire_and_no_more) {
  std::vector<signing_keys::row> rows;
  for (std::uint8_t number = 1; number <= 31; ++number)
    rows.push_back(row_of(number, phase::retiring));
  auto other = row_of(40, phase::retiring);
  other.algorithm = "RS256";
  rows.push_back(other);
  rows.push_back(row_of(41, phase::active));
  EXPECT_FALSE(retire_in_plenty(rows, "ES256"));
  rows.push_back(row_of(42, phase::retiring));
  EXPECT_TRUE(retire_in_plenty(rows, "ES256"));
  EXPECT_FALSE(retire_in_plenty(rows, "RS256"));
}

TEST(signing_keys_at_hand, what_signs_signed_or_will_sign_is_published) {
  for (const auto each : {phase::next, phase::active, phase::retiring})
    EXPECT_TRUE(is_published(each));
  for (const auto each : {phase::retired, phase::revoked})
    EXPECT_FALSE(is_published(each));
}

TEST(signing_keys_at_hand, a_row_in_memory_beats_an_older_one_of_the_table_and_no_newer_one) {
  const auto newer = std::make_shared<const signing_keys::row>(row_of(1, phase::revoked, 9));
  const auto older = std::make_shared<const signing_keys::row>(row_of(2, phase::next, 3));
  const auto fresh = std::make_shared<const signing_keys::row>(row_of(3, phase::next, 10));
  const auto rows = newest_rows({row_of(1, phase::active, 5), row_of(2, phase::active, 5)},
                                {{numbered(1), newer}, {numbered(2), older}, {numbered(3), fresh}});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].phase, phase::revoked);
  EXPECT_EQ(rows[1].phase, phase::active);
  EXPECT_EQ(rows[2].phase, phase::next);
}

TEST(signing_keys_at_hand, rows_are_known_for_a_moment_and_keys_as_long_as_they_are_published) {
  const auto key = std::make_shared<const crypto::signing_key>(
      crypto::signing_key::generate("key-1", crypto::algorithm::ES256));
  auto row = row_of(1, phase::active);
  row.public_jwk = boost::json::serialize(crypto::public_jwk(key->verification()));
  const auto now = known_keys::moment{} + std::chrono::hours{1};
  known_keys known;
  EXPECT_FALSE(known.rows(now, std::chrono::seconds{1}));
  known.learn(rows_of({row}), {}, now);
  known.keep(row.id, key);
  EXPECT_TRUE(known.rows(now, std::chrono::seconds{1}));
  EXPECT_FALSE(known.rows(now + std::chrono::seconds{1}, std::chrono::seconds{1}));
  EXPECT_EQ(known.verifiers().size(), 1U);
  ASSERT_TRUE(known.key_set());
  EXPECT_NE(known.key_set()->text.find("key-1"), std::string::npos);
  known.learn(rows_of({row}), {}, now);
  EXPECT_EQ(known.find_private(row.id), key);
  row.phase = phase::revoked;
  known.learn(rows_of({row}), {}, now);
  EXPECT_FALSE(known.find_private(row.id));
  EXPECT_TRUE(known.verifiers().empty());
  EXPECT_EQ(known.key_set()->text, R"({"keys":[]})");
  const auto changes = known.changes();
  known.forget();
  EXPECT_NE(known.changes(), changes);
  EXPECT_FALSE(known.rows(now, std::chrono::seconds{1}));
}

TEST(signing_keys_at_hand, what_was_retired_lately_verifies_hints_alone_until_it_is_so_no_more) {
  const auto made = crypto::signing_key::generate("key-1", crypto::algorithm::ES256);
  auto row = row_of(1, phase::retired);
  row.public_jwk = boost::json::serialize(crypto::public_jwk(made.verification()));
  const known_keys::moment now{};
  known_keys known;
  known.learn(rows_of({row}), {row}, now);
  EXPECT_TRUE(known.verifiers().empty());
  ASSERT_EQ(known.hint_verifiers().size(), 1U);
  EXPECT_EQ(known.hint_verifiers().front().kid(), "key-1");
  EXPECT_FALSE(known.find_private(row.id));
  known.learn(rows_of({row}), {}, now);
  EXPECT_TRUE(known.hint_verifiers().empty()) << "revoked, or too long ago";
}

}
}
