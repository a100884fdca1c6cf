// SPDX-License-Identifier: Apache-2.0
#include "storage/key_wrapping.hpp"

#include "storage/key_error.hpp"
#include "tests/support/key_samples.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace muniment::storage {
namespace {

using test::id_of_octet;
using test::journal;

const crypto::sealing_key parent{bytes(32, 1)};
const bytes secret(32, 7);

key_row sample_row() {
  return wrap(parent, journal, subject_key_id(id_of_octet(5)), {3, 9}, secret);
}

void expect_damaged(const std::function<void()>& act) {
  try {
    act();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const key_error& error) {
    EXPECT_EQ(error.fault(), key_fault::damaged);
  }
}

TEST(key_wrapping, opens_what_it_wrapped) {
  const auto row = sample_row();
  EXPECT_EQ(wrapping_of(row), (key_wrapping{3, 9}));
  const auto opened = unwrap(parent, journal, row);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(std::ranges::equal(opened->reveal(), secret));
}

TEST(key_wrapping, the_row_shows_nothing_of_the_secret) {
  const auto row = sample_row();
  EXPECT_TRUE(std::ranges::search(row.wrapped, bytes(4, 7)).empty());
}

TEST(key_wrapping, opens_under_no_other_parent_or_journal) {
  EXPECT_FALSE(unwrap(crypto::sealing_key{bytes(32, 2)}, journal, sample_row()));
  EXPECT_FALSE(unwrap(parent, id_of_octet(0xab), sample_row()));
}

TEST(key_wrapping, a_row_stands_in_for_no_other) {
  const auto changed = [](auto change) {
    auto row = sample_row();
    change(row);
    return unwrap(parent, journal, row).has_value();
  };
  EXPECT_TRUE(changed([](key_row&) {}));
  EXPECT_FALSE(changed([](key_row& row) { row.kind = static_cast<std::int16_t>(key_kind::day); }));
  EXPECT_FALSE(changed([](key_row& row) { ++row.bucket; }));
  EXPECT_FALSE(changed([](key_row& row) { row.id = id_of_octet(6); }));
}

TEST(key_wrapping, no_octet_of_a_row_can_change) {
  const auto row = sample_row();
  for (std::size_t at = 1; at < row.wrapped.size(); ++at) {
    auto changed = row;
    changed.wrapped[at] ^= 1;
    EXPECT_FALSE(unwrap(parent, journal, changed)) << at;
  }
}

TEST(key_wrapping, a_row_without_header_is_damaged) {
  auto row = sample_row();
  row.wrapped[0] = 2;
  expect_damaged([&] { wrapping_of(row); });
  row.wrapped.resize(key_wrapping_header - 1);
  expect_damaged([&] { unwrap(parent, journal, row); });
}

TEST(key_wrapping, what_must_open_and_does_not_is_damaged) {
  expect_damaged([] { must_unwrap(parent, id_of_octet(1), sample_row()); });
}

TEST(key_wrapping, rewrapping_keeps_key_and_generation) {
  const crypto::sealing_key other{bytes(32, 2)};
  const auto row = rewrap(parent, other, 10, journal, sample_row());
  EXPECT_EQ(wrapping_of(row), (key_wrapping{3, 10}));
  EXPECT_FALSE(unwrap(parent, journal, row));
  EXPECT_TRUE(std::ranges::equal(must_unwrap(other, journal, row).reveal(), secret));
}

TEST(key_wrapping, the_longest_secret_makes_the_longest_row) {
  const auto id = owned_key_id(key_kind::signing, id_of_octet(1));
  EXPECT_EQ(wrap(parent, journal, id, {}, bytes(max_wrapped_secret)).wrapped.size(),
            limits::wrapped_key_bytes);
  EXPECT_THROW(wrap(parent, journal, id, {}, bytes(max_wrapped_secret + 1)), key_error);
}

}
}
