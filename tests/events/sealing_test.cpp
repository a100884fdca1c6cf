// SPDX-License-Identifier: Apache-2.0
#include "events/sealing.hpp"

#include "events/user.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

/// Stands for a cipher: the field's name before the packed value.
bytes mark(std::string_view field, bytes_view packed) {
  bytes box{as_bytes(field).begin(), as_bytes(field).end()};
  box.push_back(0);
  box.insert(box.end(), packed.begin(), packed.end());
  return box;
}

std::optional<bytes> unmark(std::string_view field, bytes_view box) {
  if (as_text(box.first(field.size())) != field) return std::nullopt;
  return bytes{box.begin() + static_cast<std::ptrdiff_t>(field.size()) + 1, box.end()};
}

TEST(sealing, opens_what_it_sealed) {
  const auto fact = test::sample<user::registered<opened>>();
  EXPECT_EQ(opened_form(sealed_form(fact, mark), unmark), fact);
}

TEST(sealing, binds_each_box_to_its_field) {
  const auto fact = sealed_form(test::sample<user::registered<opened>>(), mark);
  EXPECT_TRUE(as_text(fact.user_name.box).starts_with("user_name\0"));
  EXPECT_TRUE(as_text(fact.email->box).starts_with("email\0"));
}

TEST(sealing, an_absent_field_stays_absent) {
  auto fact = test::sample<user::registered<opened>>();
  fact.email.reset();
  EXPECT_FALSE(sealed_form(fact, mark).email);
}

TEST(sealing, what_cannot_be_opened_is_erased) {
  const auto fact = sealed_form(test::sample<user::registered<opened>>(), mark);
  const auto seen = opened_form(fact, [](auto, auto) { return std::optional<bytes>{}; });
  EXPECT_TRUE(seen.user_name.erased());
  EXPECT_TRUE(seen.email->erased());
  EXPECT_EQ(seen.locale, fact.locale);
}

TEST(sealing, associated_data_tells_every_place_apart) {
  const sealing_place here{uuid{}, "user", uuid{}, 1};
  auto elsewhere = here;
  elsewhere.version = 2;
  const sealing_place shifted{uuid{}, "use", uuid{}, 1};
  EXPECT_NE(associated_data(here, "email"), associated_data(elsewhere, "email"));
  EXPECT_NE(associated_data(here, "email"), associated_data(here, "emai"));
  EXPECT_NE(associated_data(here, "email"), associated_data(shifted, "remail"));
}

TEST(sealing, a_box_carries_its_version) {
  const auto box = versioned_box(7, bytes{1, 2});
  EXPECT_EQ(sealed_version(box), 7U);
  EXPECT_TRUE(std::ranges::equal(unversioned(box), bytes{1, 2}));
  EXPECT_EQ(sealed_version(bytes(7)), std::nullopt);
}

}
}
