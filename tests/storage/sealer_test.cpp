// SPDX-License-Identifier: Apache-2.0
#include "storage/sealer.hpp"

#include "events/user.hpp"
#include "tests/support/key_samples.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using test::monday;

const auto key = std::make_shared<const crypto::sealing_key>(bytes(32, 1));
const auto other = std::make_shared<const crypto::sealing_key>(bytes(32, 2));
const sealing_place here{uuid{}, user::category, uuid{}, 1};
const access_metadata seen{"192.0.2.1", "a browser"};

TEST(sealer, opens_what_it_sealed) {
  const auto fact = test::sample<user::registered<opened>>();
  const auto stored = sealed_form(fact, sealer(key, here));
  EXPECT_EQ(sealed_version(stored.user_name.box), 1U);
  EXPECT_EQ(opened_form(stored, opener(key, here)), fact);
}

TEST(sealer, one_opener_serves_boxes_of_many_versions) {
  auto row = sealed_form(test::sample<user::registered<opened>>(), sealer(key, here));
  auto later = here;
  later.version = 8;
  user::profile_changed<opened> change;
  change.display_name = plain<std::string>{"Ada"};
  row.display_name = sealed_form(change, sealer(key, later)).display_name;
  const auto shown = opened_form(row, opener(key, here));
  EXPECT_EQ(shown.display_name->reveal(), "Ada");
  EXPECT_FALSE(shown.user_name.erased());
}

TEST(sealer, without_the_key_everything_is_erased) {
  const auto stored = sealed_form(test::sample<user::registered<opened>>(), sealer(key, here));
  for (const auto& wrong : {std::shared_ptr<const crypto::sealing_key>{}, other}) {
    const auto shown = opened_form(stored, opener(wrong, here));
    EXPECT_TRUE(shown.user_name.erased());
    EXPECT_TRUE(shown.email->erased());
  }
}

TEST(sealer, a_box_cannot_be_moved) {
  auto stored = sealed_form(test::sample<user::registered<opened>>(), sealer(key, here));
  std::swap(stored.user_name, *stored.email);
  EXPECT_TRUE(opened_form(stored, opener(key, here)).user_name.erased());
  auto elsewhere = here;
  elsewhere.stream.octets[0] = 1;
  EXPECT_TRUE(opened_form(stored, opener(key, elsewhere)).display_name->erased());
  stored.display_name->box[7] ^= 1; // The version.
  EXPECT_TRUE(opened_form(stored, opener(key, here)).display_name->erased());
}

TEST(sealer, access_metadata_names_its_day) {
  const auto box = seal_access(*key, here, monday, seen);
  EXPECT_EQ(sealed_version(box.box), 1U);
  EXPECT_EQ(day_of_access(box), monday);
  EXPECT_EQ(open_access(*key, here, box), seen);
}

TEST(sealer, access_metadata_opens_nowhere_else) {
  const auto box = seal_access(*key, here, monday, seen);
  EXPECT_EQ(open_access(*other, here, box), std::nullopt);
  auto elsewhere = here;
  elsewhere.stream.octets[0] = 1;
  EXPECT_EQ(open_access(*key, elsewhere, box), std::nullopt);
  EXPECT_EQ(day_of_access({bytes(11)}), std::nullopt);
  EXPECT_EQ(open_access(*key, here, {bytes(11)}), std::nullopt);
}

}
}
