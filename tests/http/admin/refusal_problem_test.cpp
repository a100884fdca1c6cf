// SPDX-License-Identifier: Apache-2.0
#include "http/admin/refusal_problem.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(refusal_problem, says_what_the_register_says) {
  for (const auto& entry : refusals()) {
    const auto told = problem_of(entry.code);
    EXPECT_EQ(told.status, entry.http_status) << entry.name;
    EXPECT_EQ(told.code.view(), entry.name);
    EXPECT_EQ(told.title.view(), entry.sentence);
    EXPECT_EQ(told.detail.view(), entry.cure);
    EXPECT_EQ(problem_of_refusal(entry.name).code.view(), entry.name);
  }
}

TEST(refusal_problem, of_no_row_is_an_unreadable_commands) {
  EXPECT_EQ(problem_of_refusal("hunter2").code.view(), "unreadable_command");
}

}
}
