// SPDX-License-Identifier: Apache-2.0
#include "http/server/problem.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace muniment::http {
namespace {

TEST(problem, is_rendered_by_rfc_9457) {
  EXPECT_EQ(
      render(problem{404, "tenant_not_found", "No such workspace.", "Check the name."}),
      R"({"type":"urn:muniment:problem:tenant_not_found","title":"No such workspace.","status":404,)"
      R"("detail":"Check the name.","code":"tenant_not_found"})");
  EXPECT_EQ(render(problem{400, "a", "b", ""}),
            R"({"type":"urn:muniment:problem:a","title":"b","status":400,"code":"a"})");
}

TEST(problem, is_rendered_for_oauth_by_rfc_6749) {
  EXPECT_EQ(render(oauth_error{"invalid_request", "A parameter is missing."}),
            R"({"error":"invalid_request","error_description":"A parameter is missing."})");
  EXPECT_EQ(render(oauth_error{"invalid_grant", ""}), R"({"error":"invalid_grant"})");
}

TEST(problem, cannot_be_made_of_what_a_request_brought) {
  static_assert(!std::is_constructible_v<fixed_text, std::string>);
  static_assert(!std::is_constructible_v<fixed_text, std::string_view>);
  static_assert(!std::is_constructible_v<fixed_text, const char*>);
}

}
}
