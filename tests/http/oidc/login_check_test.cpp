// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_check.hpp"

#include "crypto/password.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

users::row user_in(users::phase phase) {
  users::row user;
  user.phase = phase;
  return user;
}

credential::state<opened> with_password() {
  credential::state<opened> held;
  held.phase = credential::phase::active;
  held.password_hash = plain<std::string>("$of-ada");
  return held;
}

void expect_decoy(const password_candidate& chosen, refusal_code why) {
  EXPECT_EQ(chosen.hash, crypto::decoy_hash());
  EXPECT_EQ(chosen.refused, why);
}

TEST(login_check, compares_with_the_users_own_hash) {
  const auto user = user_in(users::phase::active);
  const auto chosen = choose_candidate(&user, with_password(), true);
  EXPECT_EQ(chosen.hash, "$of-ada");
  EXPECT_FALSE(chosen.refused);
}

TEST(login_check, compares_with_a_decoy_where_nothing_will_do) {
  const auto active = user_in(users::phase::active);
  const auto disabled = user_in(users::phase::disabled);
  const auto erased = user_in(users::phase::erased);
  expect_decoy(choose_candidate(nullptr, {}, true), refusal_code::wrong_credentials);
  expect_decoy(choose_candidate(nullptr, with_password(), true), refusal_code::wrong_credentials);
  expect_decoy(choose_candidate(&active, {}, true), refusal_code::wrong_credentials);
  expect_decoy(choose_candidate(&erased, with_password(), true), refusal_code::wrong_credentials);
  expect_decoy(choose_candidate(&disabled, with_password(), true), refusal_code::disabled);
  expect_decoy(choose_candidate(&active, with_password(), false), refusal_code::locked);
}

TEST(login_check, believes_what_was_proven_as_long_as_it_is_the_password) {
  EXPECT_TRUE(still_opens(with_password(), "$of-ada"));
  EXPECT_FALSE(still_opens(with_password(), "$of-ada-before"));
  EXPECT_FALSE(still_opens({}, "$of-ada"));
  auto held = with_password();
  held.must_change = true;
  EXPECT_FALSE(still_opens(held, "$of-ada")) << "it opens nothing by itself";
  held = with_password();
  held.password_hash = {};
  EXPECT_FALSE(still_opens(held, "$of-ada")) << "erased";
}

TEST(login_check, compares_with_a_decoy_where_the_hash_was_erased) {
  const auto active = user_in(users::phase::active);
  auto held = with_password();
  held.password_hash = {};
  expect_decoy(choose_candidate(&active, held, true), refusal_code::wrong_credentials);
}

}
}
