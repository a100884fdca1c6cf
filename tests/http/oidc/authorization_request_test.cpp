// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_request.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

authorization_request plain_request() {
  authorization_request wanted;
  wanted.client = uuid::random({7});
  wanted.redirect_uri = "https://shop.example/back";
  wanted.scopes = {"openid"};
  wanted.state = "abc";
  return wanted;
}

TEST(authorization_request, turns_prompt_and_max_age_into_a_moment) {
  EXPECT_EQ(begin(plain_request(), {}, noon).authenticated_since, instant{});
  auto wanted = plain_request();
  wanted.max_age = 60;
  EXPECT_EQ(begin(wanted, {}, noon).authenticated_since, noon - 60s);
  wanted.max_age = 0;
  EXPECT_EQ(begin(wanted, {}, noon).authenticated_since, noon);
  wanted.max_age = 4294967295;
  EXPECT_LT(begin(wanted, {}, noon).authenticated_since, instant{});
  wanted.ask_login = true;
  EXPECT_EQ(begin(wanted, {}, noon).authenticated_since, noon) << "prompt=login asks in any case";
}

}
}
