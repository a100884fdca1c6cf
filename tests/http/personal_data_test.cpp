// SPDX-License-Identifier: Apache-2.0
#include "http/personal_data.hpp"

#include "events/catalogue.hpp"
#include "events/codec/shape.hpp"
#include "projections/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace muniment::personal_data {
namespace {

using names = std::set<std::string>;

const event_contents& contents_of(std::string_view type) {
  static const auto all = contents_of_events();
  return *std::ranges::find(all, type, &event_contents::type);
}

TEST(personal_data, every_sealed_member_of_every_event_is_found) {
  names found;
  names described;
  for (const auto& event : contents_of_events())
    for (const auto& each : event.sealed)
      found.insert(std::string{each.type} + "/" + each.name);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      [&]<class E>(std::type_identity<E>) {
        for (const auto& each : json_members<E>())
          if (each.sealed) described.insert(std::string{E::type} + "/" + each.path);
      });
  EXPECT_EQ(found, described);
  EXPECT_TRUE(found.contains("credential.password_set/password_hash"));
}

TEST(personal_data, what_is_sealed_belongs_to_an_event_about_somebody) {
  for (const auto& each : contents_of_events())
    EXPECT_TRUE(each.about_somebody || each.sealed.empty()) << each.type;
  EXPECT_TRUE(contents_of("session.ended").about_somebody);
  EXPECT_FALSE(contents_of("refusal.recorded").about_somebody);
}

TEST(personal_data, names_the_read_models_that_carry_a_box) {
  for (const auto& each : contents_of("user.registered").sealed) {
    const bool is_digest = each.name.ends_with("_digest");
    EXPECT_EQ(each.read_models.empty(), is_digest) << each.name;
  }
}

/// A box that no event could have put there would be on no page.
TEST(personal_data, every_sealed_column_comes_from_an_event_or_the_envelope) {
  for (const auto& column : sealed_columns()) {
    bool comes = column.name == "access";
    for (const auto& event : contents_of_events())
      for (const auto& each : event.sealed)
        comes = comes || (each.name == column.name &&
                          std::ranges::count(each.read_models, column.read_model) > 0);
    EXPECT_TRUE(comes) << column.read_model << "." << column.name;
  }
}

TEST(personal_data, an_erasure_empties_users_and_no_audit) {
  for (const auto& each : sealed_columns())
    EXPECT_EQ(each.emptied, each.read_model == "users") << each.read_model << "." << each.name;
}

TEST(personal_data, claims_are_those_that_events_declare) {
  names made;
  for (const auto& event : contents_of_events())
    for (const auto& each : event.sealed)
      if (each.claim) made.insert(each.name);
  EXPECT_EQ(made, (names{"user_name_digest", "email_digest"}));
  EXPECT_EQ(claims_given_up(), (std::vector{claim_kind::user_name, claim_kind::email}));
}

}
}
