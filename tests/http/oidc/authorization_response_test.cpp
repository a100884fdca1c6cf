// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_response.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using test::issuer_at_port;

const std::optional<std::string> no_state;

TEST(authorization_response, bears_code_state_and_issuer) {
  const std::optional<std::string> state = "a b&c=d\xc3\xa9";
  EXPECT_EQ(code_location({"https://shop.example/back", state, issuer_at_port}, "abc-_1"),
            "https://shop.example/back?code=abc-_1&state=a%20b%26c%3Dd%C3%A9"
            "&iss=https%3A%2F%2Fdemo.example%3A8443");
}

TEST(authorization_response, leaves_out_a_state_that_was_not_sent) {
  EXPECT_EQ(code_location({"https://shop.example/back", no_state, issuer_at_port}, "x"),
            "https://shop.example/back?code=x&iss=https%3A%2F%2Fdemo.example%3A8443");
}

TEST(authorization_response, stands_behind_the_query_of_the_redirect_uri) {
  EXPECT_TRUE(code_location({"https://shop.example/back?from=us", no_state, issuer_at_port}, "x")
                  .starts_with("https://shop.example/back?from=us&code=x&iss="));
  EXPECT_TRUE(code_location({"https://shop.example/back?", no_state, issuer_at_port}, "x")
                  .starts_with("https://shop.example/back?code=x&iss="));
}

TEST(authorization_response, tells_an_error) {
  const std::optional<std::string> state = "s";
  EXPECT_EQ(error_location({"com.example.app:/back", state, issuer_at_port},
                           {"invalid_scope", "scope is missing."}),
            "com.example.app:/back?error=invalid_scope&error_description=scope%20is%20missing."
            "&state=s&iss=https%3A%2F%2Fdemo.example%3A8443");
  EXPECT_EQ(
      error_location({"com.example.app:/back", no_state, "https://i"}, {"login_required", ""}),
      "com.example.app:/back?error=login_required&iss=https%3A%2F%2Fi");
}

TEST(authorization_response, after_a_logout_bears_the_state_alone) {
  const std::optional<std::string> state = "a b";
  EXPECT_EQ(logged_out_location("https://shop.example/bye", state),
            "https://shop.example/bye?state=a%20b");
  EXPECT_EQ(logged_out_location("https://shop.example/bye?x=y", state),
            "https://shop.example/bye?x=y&state=a%20b");
  EXPECT_EQ(logged_out_location("https://shop.example/bye", no_state), "https://shop.example/bye");
}

TEST(authorization_response, lets_no_octet_through_that_could_end_the_field) {
  const std::optional<std::string> state = "a\r\nSet-Cookie: x";
  const auto location = code_location({"https://shop.example/", state, issuer_at_port}, "x");
  EXPECT_EQ(location.find_first_of("\r\n "), std::string::npos);
}

}
}
