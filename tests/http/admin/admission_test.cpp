// SPDX-License-Identifier: Apache-2.0
#include "http/admin/admission.hpp"

#include "http/server/problems.hpp"
#include "tests/support/replies.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(admission, tells_when_to_come_again_and_to_nobody_else) {
  EXPECT_NE(test::field(reply_to(problem_found{problems::crowded}), "Retry-After"), "");
  EXPECT_EQ(test::field(reply_to(problem_found{problems::under_way}), "Retry-After"), "");
}

}
}
