// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pkce.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

// RFC 7636 appendix B.
constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

TEST(pkce, agrees_with_the_example_of_the_rfc) { EXPECT_EQ(code_challenge(verifier), challenge); }

TEST(pkce, knows_a_verifier) {
  EXPECT_TRUE(is_code_verifier(std::string(43, 'a')));
  EXPECT_TRUE(is_code_verifier(std::string(124, 'a') + "-._~"));
  EXPECT_FALSE(is_code_verifier(std::string(42, 'a')));
  EXPECT_FALSE(is_code_verifier(std::string(129, 'a')));
  for (const auto* foreign : {"+", "/", "=", " ", "%", "\xc3\xa9"})
    EXPECT_FALSE(is_code_verifier(std::string(43, 'a') + foreign)) << foreign;
}

TEST(pkce, knows_a_challenge) {
  EXPECT_TRUE(is_code_challenge(challenge));
  EXPECT_FALSE(is_code_challenge(std::string(challenge) + "="));
  EXPECT_FALSE(is_code_challenge(challenge.substr(1)));
  EXPECT_FALSE(is_code_challenge(std::string(42, 'A') + "B")) << "bits beyond 256";
  EXPECT_FALSE(is_code_challenge(std::string(42, 'A') + "+"));
}

}
}
