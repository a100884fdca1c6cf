// SPDX-License-Identifier: Apache-2.0
#include "actors/lawful.hpp"

#include <gtest/gtest.h>

namespace muniment::lawful {
namespace {

struct row {
  std::string value;
  bool good;
};

TEST(lawful, text_is_for_people) {
  for (const auto& [value, good] : std::vector<row>{{"Ada's shop", true},
                                                    {"Žluťoučký kůň", true},
                                                    {std::string(200, 'a'), true},
                                                    {std::string(201, 'a'), false},
                                                    {"", false},
                                                    {"a\nb", false},
                                                    {std::string{"a\0b", 3}, false},
                                                    {"a\x7f", false}})
    EXPECT_EQ(text(value), good) << value;
}

TEST(lawful, tokens_are_words_of_a_protocol) {
  for (const auto& [value, good] : std::vector<row>{{"openid", true},
                                                    {"admin:read", true},
                                                    {std::string(128, 'a'), true},
                                                    {std::string(129, 'a'), false},
                                                    {"", false},
                                                    {"two words", false},
                                                    {"quo\"te", false},
                                                    {"back\\slash", false},
                                                    {"ž", false}})
    EXPECT_EQ(token(value), good) << value;
  EXPECT_TRUE(tokens({}));
  EXPECT_TRUE(tokens({"b", "a"}));
  EXPECT_FALSE(tokens({"a", "b", "a"}));
  std::vector<std::string> many;
  for (std::size_t n = 0; n < most_tokens; ++n)
    many.push_back(std::to_string(n));
  EXPECT_TRUE(tokens(many));
  many.emplace_back("more");
  EXPECT_FALSE(tokens(many));
}

TEST(lawful, digests_and_challenges_have_one_length) {
  EXPECT_TRUE(digest(bytes(32)));
  EXPECT_FALSE(digest(bytes(31)));
  EXPECT_FALSE(digest({}));
  EXPECT_TRUE(code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  EXPECT_FALSE(code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c"));
  EXPECT_FALSE(code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"));
}

TEST(lawful, algorithms_are_those_we_sign_with) {
  EXPECT_TRUE(algorithm("RS256"));
  EXPECT_TRUE(algorithm("ES256"));
  EXPECT_FALSE(algorithm("none"));
  EXPECT_FALSE(algorithm("HS256"));
}

TEST(lawful, issuers_are_https_urls_and_nothing_more) {
  for (const auto& [value, good] : std::vector<row>{{"https://demo.muniment.localhost:8443", true},
                                                    {"https://example.org/tenant", true},
                                                    {"http://example.org", false},
                                                    {"https://", false},
                                                    {"https://example.org?x=1", false},
                                                    {"https://example.org#x", false},
                                                    {"https://a@example.org", false},
                                                    {"https://" + std::string(2048, 'a'), false}})
    EXPECT_EQ(issuer(value), good) << value;
}

TEST(lawful, origins_are_scheme_host_and_port) {
  for (const auto& [value, good] : std::vector<row>{{"https://app.example.org", true},
                                                    {"https://app.example.org:8443", true},
                                                    {"http://localhost:3000", true},
                                                    {"http://[::1]:3000", true},
                                                    {"http://app.example.org", false},
                                                    {"http://localhost.example.org", false},
                                                    {"https://app.example.org/", false},
                                                    {"https://App.example.org", false},
                                                    {"https://*.example.org", false},
                                                    {"null", false}})
    EXPECT_EQ(origin(value), good) << value;
}

TEST(lawful, redirect_uris_go_where_nobody_else_listens) {
  for (const auto& [value, good] :
       std::vector<row>{{"https://app.example.org/back", true},
                        {"https://app.example.org/back?tenant=1&codec=x", true},
                        {"http://127.0.0.1/back", true},
                        {"http://localhost:3000/back", true},
                        {"http://127.0.0.1.example.org/back", false},
                        {"http://localhost@example.org/back", false},
                        {"http://app.example.org/back", false},
                        {"https://user@app.example.org/back", false},
                        {"https://*.example.org/back", false},
                        {"https://app.example.org/back#part", false},
                        {"https://app.example.org/back?code=1", false},
                        {"https://app.example.org/back?a=1&state=2", false},
                        {"https://app.example.org/ba ck", false},
                        {"https://app.example.org\\@example.net", false},
                        {"javascript:alert(1)", false},
                        {"//app.example.org/back", false},
                        {"https:///back", false},
                        {"https://:8443/back", false},
                        {"", false}}) {
    EXPECT_EQ(redirect_uri(value, false), good) << value;
    EXPECT_EQ(redirect_uri(value, true), good) << value;
  }
}

TEST(lawful, private_schemes_are_for_native_clients_and_hold_a_dot) {
  EXPECT_TRUE(redirect_uri("org.example.app:/back", true));
  EXPECT_FALSE(redirect_uri("org.example.app:/back", false));
  EXPECT_FALSE(redirect_uri("app:/back", true));
  EXPECT_FALSE(redirect_uri("data.x:", true));
  EXPECT_FALSE(redirect_uri("org.example.app", true));
}

}
}
