// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/api.hpp"

#include "storage/startup_error.hpp"

#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

reply_failure failure(long status, const std::string& body) {
  return failure_of({status, body, {}});
}

TEST(api, tells_what_a_problem_says_and_how_to_mend_it) {
  const auto told = failure(422, R"({"type":"urn:x","title":"A value is not acceptable.",)"
                                 R"("status":422,"detail":"It is missing.","member":"slug"})");
  EXPECT_EQ(told.message, "A value is not acceptable (slug)");
  EXPECT_EQ(told.hint, "It is missing.");
}

TEST(api, tells_what_an_oauth_error_says) {
  const auto told =
      failure(401, R"({"error":"invalid_client","error_description":"Nobody knows it."})");
  EXPECT_EQ(told.message, "Nobody knows it");
  EXPECT_FALSE(told.hint.empty());
}

TEST(api, tells_at_least_the_status) {
  for (const auto* body : {"", "<html>", "[]", "{}"})
    EXPECT_EQ(failure(502, body).message, "the server answered with status 502") << body;
}

TEST(api, wants_a_workspace_named) {
  EXPECT_THROW(api::workspace({"/nowhere", "", false}), storage::startup_error);
}

TEST(api, makes_one_segment_of_any_text) { EXPECT_EQ(segment("../a/b"), "..%2Fa%2Fb"); }

}
}
