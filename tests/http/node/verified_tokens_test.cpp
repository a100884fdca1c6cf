// SPDX-License-Identifier: Apache-2.0
#include "http/node/verified_tokens.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

claims_set some_claims() { return std::make_shared<const boost::json::object>(); }
verified_tokens::key_set some_keys() { return std::make_shared<const int>(1); }
crypto::hash name(std::uint8_t number) { return {number}; }

TEST(verified_tokens, are_known_by_their_octets_and_their_type) {
  const auto one = verified_tokens::name_of("at+jwt", "a.b.c");
  EXPECT_EQ(verified_tokens::name_of("at+jwt", "a.b.c"), one);
  EXPECT_NE(verified_tokens::name_of("JWT", "a.b.c"), one);
  EXPECT_NE(verified_tokens::name_of("at+jwt", "a.b.d"), one);
}

TEST(verified_tokens, are_found_under_the_keys_they_were_verified_with) {
  verified_tokens tokens{10};
  const auto keys = some_keys();
  EXPECT_EQ(tokens.find(name(1), keys), nullptr);
  const auto claims = some_claims();
  tokens.keep(name(1), keys, claims);
  EXPECT_EQ(tokens.find(name(1), keys), claims);
  EXPECT_EQ(tokens.find(name(2), keys), nullptr);
  EXPECT_EQ(tokens.find(name(1), some_keys()), nullptr) << "equal, and not the same";
}

TEST(verified_tokens, are_kept_anew_when_the_keys_are_others) {
  verified_tokens tokens{10};
  tokens.keep(name(1), some_keys(), some_claims());
  const auto keys = some_keys();
  const auto claims = some_claims();
  tokens.keep(name(1), keys, claims);
  EXPECT_EQ(tokens.find(name(1), keys), claims);
}

TEST(verified_tokens, are_no_more_than_allowed_and_those_stay_that_are_used) {
  verified_tokens tokens{4};
  const auto keys = some_keys();
  std::weak_ptr<const boost::json::object> unused;
  for (std::uint8_t each = 0; each < 10; ++each) {
    const auto claims = some_claims();
    if (each == 1) unused = claims;
    tokens.keep(name(each), keys, claims);
    EXPECT_NE(tokens.find(name(0), keys), nullptr) << int{each};
  }
  EXPECT_TRUE(unused.expired());
  int found = 0;
  for (std::uint8_t each = 0; each < 10; ++each)
    if (tokens.find(name(each), keys)) ++found;
  EXPECT_LE(found, 4);
  EXPECT_GE(found, 2);
}

TEST(verified_tokens, of_keys_that_are_gone_do_not_come_back_from_the_older_half) {
  verified_tokens tokens{4};
  const auto keys = some_keys();
  for (std::uint8_t each = 0; each < 3; ++each)
    tokens.keep(name(each), keys, some_claims());
  EXPECT_EQ(tokens.find(name(0), some_keys()), nullptr);
  EXPECT_NE(tokens.find(name(0), keys), nullptr);
}

}
}
