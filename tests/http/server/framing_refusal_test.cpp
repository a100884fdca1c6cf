// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_refusal.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::http {
namespace {

TEST(framing_refusal, has_a_code_a_status_and_a_sentence_for_each_reason) {
  std::set<std::string_view> codes;
  const std::set<int> statuses{400, 413, 414, 417, 431, 501, 505};
  for (const auto& row : framing_refusals()) {
    EXPECT_TRUE(codes.insert(row.code.view()).second) << row.code;
    EXPECT_TRUE(statuses.contains(row.status)) << row.code;
    EXPECT_TRUE(row.sentence.view().ends_with('.')) << row.code;
    EXPECT_EQ(&describe(row.reason), &row);
  }
}

TEST(framing_refusal, keeps_the_documented_answer_to_a_missing_host) {
  EXPECT_EQ(describe(framing_refusal::missing_host).code.view(), "missing_host");
  EXPECT_EQ(describe(framing_refusal::missing_host).status, 400);
}

}
}
