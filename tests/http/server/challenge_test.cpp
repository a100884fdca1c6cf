// SPDX-License-Identifier: Apache-2.0
#include "http/server/challenge.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(challenge, says_who_gives_tokens_and_what_was_wrong_with_one) {
  EXPECT_EQ(bearer_challenge("https://a.test"), "Bearer realm=\"https://a.test\"");
  EXPECT_EQ(bearer_challenge("https://a.test", "invalid_request"),
            "Bearer realm=\"https://a.test\", error=\"invalid_request\"");
}

}
}
