// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/code_exchange.hpp"

#include "actors/refusals.hpp"
#include "http/oidc/authorization_code.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

// RFC 7636 appendix B.
constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

std::string form(std::string_view code, std::string_view uri, std::string_view verifier) {
  return "code=" + std::string(code) + "&redirect_uri=" + std::string(uri) +
         "&code_verifier=" + std::string(verifier);
}

auto read_code_exchange(const std::string& sent) { return read_exchange(*http::form::parse(sent)); }

TEST(code_exchange, is_read) {
  const auto code = make_code(uuid::random({1}));
  const auto found = read_code_exchange(form(code.text, "https://shop.example/back", verifier));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->grant, code.grant);
  EXPECT_EQ(found->code, code.text);
  EXPECT_EQ(found->redirect_uri, "https://shop.example/back");
  EXPECT_EQ(found->code_challenge, challenge);
  EXPECT_FALSE(found->fault);
}

TEST(code_exchange, says_what_is_wrong) {
  const auto code = make_code(uuid::random({1})).text;
  const auto error = [](const std::string& sent) {
    return read_code_exchange(sent).error().error.view();
  };
  EXPECT_EQ(error(form("", "u", verifier)), "invalid_request");
  EXPECT_EQ(error(form(code.substr(1), "u", verifier)), "invalid_grant");
  EXPECT_EQ(error(form("guess", "u", verifier)), "invalid_grant");
  EXPECT_EQ(error(form("guess", "", verifier)), "invalid_request");
}

TEST(code_exchange, is_read_with_what_is_wrong_beside_the_code) {
  const auto code = make_code(uuid::random({1}));
  const auto fault = [&](std::string_view uri, std::string_view with) -> std::string_view {
    const auto found = read_code_exchange(form(code.text, uri, with));
    if (!found || !found->fault) return "none";
    EXPECT_EQ(found->grant, code.grant);
    EXPECT_EQ(found->code_challenge, "") << "which no grant has";
    return found->fault->error.view();
  };
  EXPECT_EQ(fault("u", verifier), "none");
  EXPECT_EQ(fault("", verifier), "invalid_request");
  EXPECT_EQ(fault("u", ""), "invalid_grant");
  EXPECT_EQ(fault("u", "short"), "invalid_grant");
}

TEST(code_exchange, tells_every_refusal_as_an_invalid_grant) {
  for (const auto& row : refusals())
    EXPECT_EQ(exchange_error(row.name).error.view(), "invalid_grant") << row.name;
  EXPECT_EQ(exchange_error("").error.view(), "invalid_grant");
  EXPECT_NE(exchange_error("expired").description, exchange_error("revoked").description);
}

TEST(code_exchange, replies_with_tokens) {
  EXPECT_EQ(token_reply({"a", 600, {"email"}}),
            R"({"access_token":"a","token_type":"Bearer","expires_in":600,"scope":"email"})");
  EXPECT_EQ(token_reply({"a", 600, {"openid", "email"}, "b"}),
            R"({"access_token":"a","token_type":"Bearer","expires_in":600,)"
            R"("scope":"openid email","id_token":"b"})");
  EXPECT_EQ(token_reply({"a", 600, {"email"}, {}, "r"}),
            R"({"access_token":"a","token_type":"Bearer","expires_in":600,)"
            R"("scope":"email","refresh_token":"r"})");
}

TEST(code_exchange, replies_without_a_scope_where_there_is_none) {
  EXPECT_EQ(token_reply({"a", 600, {}}),
            R"({"access_token":"a","token_type":"Bearer","expires_in":600})");
}

}
}
