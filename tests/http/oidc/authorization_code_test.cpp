// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_code.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

TEST(authorization_code, names_its_grant) {
  const auto grant = uuid::random({5});
  const auto code = make_code(grant);
  EXPECT_EQ(code.text.size(), 64U);
  EXPECT_EQ(grant_of(code.text), grant);
}

TEST(authorization_code, is_never_made_twice) {
  const auto grant = uuid::random({5});
  EXPECT_NE(make_code(grant).text, make_code(grant).text);
}

TEST(authorization_code, has_one_shape) {
  const auto text = make_code(uuid::random({5})).text;
  EXPECT_FALSE(grant_of(""));
  EXPECT_FALSE(grant_of(text.substr(1)));
  EXPECT_FALSE(grant_of(text + "A"));
  EXPECT_FALSE(grant_of(text + "="));
  EXPECT_FALSE(grant_of("+" + text.substr(1)));
}

TEST(authorization_code, is_known_by_the_digest_of_all_of_it) {
  const auto text = make_code(uuid::random({5})).text;
  auto other = text;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(code_digest(text).size(), 32U);
  EXPECT_NE(code_digest(text), code_digest(other));
}

}
}
