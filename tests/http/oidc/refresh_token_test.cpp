// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_token.hpp"

#include "crypto/encoding.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::oidc {
namespace {

using test::one_grant;

TEST(refresh_token, names_its_grant) {
  const auto token = make_refresh_token(one_grant);
  EXPECT_EQ(token.size(), 68U);
  EXPECT_TRUE(token.starts_with("mrt_"));
  EXPECT_EQ(grant_of_refresh_token(token), one_grant);
}

TEST(refresh_token, is_another_each_time_and_the_same_of_the_same_secret) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i)
    seen.insert(make_refresh_token(one_grant));
  EXPECT_EQ(seen.size(), 100U);
  const auto secret = crypto::sha256(as_bytes("secret"));
  EXPECT_EQ(refresh_token(one_grant, secret), refresh_token(one_grant, secret));
  EXPECT_NE(refresh_token(one_grant, secret), refresh_token(uuid::random({8}), secret));
}

TEST(refresh_token, bears_the_mark_that_it_was_given) {
  const auto secret = crypto::sha256(as_bytes("secret")), mark = crypto::sha256(as_bytes("mark"));
  const auto token = refresh_token(one_grant, secret, mark);
  EXPECT_EQ(token.size(), 90U);
  const auto parts = parse_refresh_token(token);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->grant, one_grant);
  EXPECT_EQ(parts->secret, secret);
  EXPECT_TRUE(bear(*parts, mark));
  EXPECT_FALSE(bear(*parts, crypto::sha256(as_bytes("another mark"))));
  EXPECT_FALSE(bear(*parse_refresh_token(refresh_token(one_grant, secret)), mark));
  EXPECT_NE(marked_text(one_grant, secret), marked_text(uuid::random({8}), secret));
  EXPECT_NE(marked_text(one_grant, secret), marked_text(one_grant, mark));
}

TEST(refresh_token, of_another_shape_names_nothing) {
  const auto token = make_refresh_token(one_grant);
  const auto mark = crypto::sha256(as_bytes("mark"));
  const auto marked = refresh_token(one_grant, mark, mark);
  for (const auto& text : {marked.substr(0, 80), marked + "A"})
    EXPECT_FALSE(grant_of_refresh_token(text)) << text;
  for (const auto& text :
       {std::string(), std::string("mrt_"), token.substr(4), token + "A", token.substr(0, 67),
        "MRT_" + token.substr(4), token + "=", "mrt_" + std::string(64, '!')})
    EXPECT_FALSE(grant_of_refresh_token(text)) << text;
}

TEST(refresh_token, is_known_by_the_digest_of_the_whole) {
  const auto token = make_refresh_token(one_grant);
  EXPECT_EQ(refresh_digest(token).size(), 32U);
  EXPECT_NE(refresh_digest(token), refresh_digest(token.substr(4)));
}

}
}
