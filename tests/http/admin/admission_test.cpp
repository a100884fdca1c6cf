// SPDX-License-Identifier: Apache-2.0
#include "http/admin/admission.hpp"

#include "http/admin/operations.hpp"
#include "http/server/problem.hpp"
#include "tests/support/replies.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

/// What whoever asked for an operation reads.
response told(const begun_operation& begun) {
  try {
    return begun_reply(begun);
  } catch (const problem_found& found) {
    return reply_to(found);
  }
}

TEST(begun_reply, shows_what_is_begun) {
  const auto reply = told({begin_verdict::begun, {{"status", "running"}}});
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(reply.body, R"({"status":"running"})");
}

TEST(begun_reply, tells_the_same_under_way_from_a_queue_that_is_full) {
  const auto same = told({begin_verdict::under_way});
  EXPECT_EQ(same.status, 409);
  EXPECT_NE(same.body.find("\"under_way\""), std::string::npos) << same.body;
  EXPECT_EQ(test::field(same, "Retry-After"), "");
  const auto full = told({begin_verdict::crowded});
  EXPECT_EQ(full.status, 503);
  EXPECT_NE(full.body.find("\"crowded\""), std::string::npos) << full.body;
  EXPECT_NE(test::field(full, "Retry-After"), "");
}

}
}
