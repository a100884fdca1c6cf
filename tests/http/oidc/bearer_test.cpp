// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/bearer.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

struct sent {
  std::optional<std::string> authorization = {};
  std::string body = {};
};

auto read(const sent& from) {
  const auto body = http::form::parse(from.body);
  return read_bearer({from.authorization, &*body});
}

TEST(bearer, is_found_in_the_field_or_the_form) {
  EXPECT_EQ(*read({.authorization = "Bearer a.b-c_d~+/=="}), "a.b-c_d~+/==");
  EXPECT_EQ(*read({.authorization = "bearer abc"}), "abc");
  EXPECT_EQ(*read({.body = "access_token=abc&other=1"}), "abc");
  EXPECT_EQ(*read_bearer({"Bearer abc"}), "abc");
}

TEST(bearer, is_refused_where_it_is_ambiguous) {
  for (const auto& each :
       std::vector<sent>{{.authorization = "Bearer abc", .body = "access_token=abc"},
                         {.authorization = "Basic abc", .body = "access_token=abc"},
                         {.body = "access_token=abc&access_token=abc"},
                         {.authorization = "Bearer a b"},
                         {.authorization = "Bearer "},
                         {.authorization = "Bearer ="},
                         {.authorization = "Bearer a=b"},
                         {.body = "access_token="}}) {
    const auto found = read(each);
    ASSERT_FALSE(found) << each.authorization.value_or("") << each.body;
    EXPECT_EQ(found.error(), bearer_fault::invalid_request);
  }
}

TEST(bearer, is_missed) {
  EXPECT_EQ(read({}).error(), bearer_fault::nothing_presented);
  EXPECT_EQ(read({.authorization = "Basic abc"}).error(), bearer_fault::nothing_presented);
  EXPECT_EQ(read({.authorization = "Bearer"}).error(), bearer_fault::nothing_presented);
}

TEST(bearer, challenges_as_the_rfc_says) {
  using enum bearer_fault;
  constexpr auto realm = "https://demo.example";
  EXPECT_EQ(challenge_of(nothing_presented, realm), "Bearer realm=\"https://demo.example\"");
  EXPECT_NE(challenge_of(invalid_token, realm).find(", error=\"invalid_token\", "),
            std::string::npos);
  EXPECT_TRUE(challenge_of(insufficient_scope, realm).ends_with(", scope=\"openid\""));
  EXPECT_EQ(status_of(nothing_presented), 401);
  EXPECT_EQ(status_of(invalid_request), 400);
  EXPECT_EQ(status_of(invalid_token), 401);
  EXPECT_EQ(status_of(insufficient_scope), 403);
  EXPECT_FALSE(error_of(nothing_presented));
}

}
}
