// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_exchange.hpp"

#include "http/oidc/refresh_token.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using test::one_grant;
const std::string token = make_refresh_token(one_grant);

boost::system::result<refresh_exchange, http::oauth_error> read(const std::string& body) {
  const auto sent = http::form::parse(body);
  return read_refresh(*sent);
}

std::string error_of(const std::string& body) {
  const auto result = read(body);
  return result ? "" : std::string(result.error().error.view());
}

TEST(refresh_exchange, reads_token_and_scopes) {
  const auto plain = read("refresh_token=" + token);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->grant, one_grant);
  EXPECT_EQ(plain->token, token);
  EXPECT_FALSE(plain->scopes);
  const auto fewer = read("refresh_token=" + token + "&scope=openid+email");
  ASSERT_TRUE(fewer);
  EXPECT_EQ(fewer->scopes, (std::vector<std::string>{"openid", "email"}));
}

TEST(refresh_exchange, refuses_what_it_cannot_read) {
  EXPECT_EQ(error_of(""), "invalid_request");
  EXPECT_EQ(error_of("refresh_token="), "invalid_request");
  EXPECT_EQ(error_of("refresh_token=guess"), "invalid_grant");
  EXPECT_EQ(error_of("refresh_token=" + token.substr(4)), "invalid_grant") << "a code's shape";
}

TEST(refresh_exchange, reads_the_token_though_its_scopes_cannot_be_read) {
  const auto found = read("refresh_token=" + token + "&scope=a++b");
  ASSERT_TRUE(found && found->fault);
  EXPECT_EQ(found->token, token);
  EXPECT_EQ(found->fault->error.view(), "invalid_scope");
}

TEST(refresh_exchange, asks_for_no_more_than_was_granted) {
  const std::vector<std::string> granted{"openid", "offline_access"};
  const auto allowed = [&](const std::string& scope) {
    return within_grant(*read("refresh_token=" + token + scope), granted);
  };
  EXPECT_TRUE(allowed(""));
  EXPECT_TRUE(allowed("&scope=openid"));
  EXPECT_TRUE(allowed("&scope=offline_access+openid"));
  EXPECT_FALSE(allowed("&scope=email"));
  EXPECT_FALSE(allowed("&scope=openid+email"));
}

TEST(refresh_exchange, is_the_same_request_only_if_nothing_of_it_differs) {
  clients::row shop;
  shop.id = uuid::random({1});
  shop.secret_digest = bytes(32, 1);
  const auto first = request_digest(*read("refresh_token=" + token), shop);
  EXPECT_EQ(first.size(), 32U);
  EXPECT_EQ(first, request_digest(*read("scope=&refresh_token=" + token), shop));
  EXPECT_NE(first, request_digest(*read("refresh_token=" + token + "&scope=openid"), shop));
  EXPECT_NE(first, request_digest(*read("refresh_token=" + make_refresh_token(one_grant)), shop));
  auto other = shop;
  other.id = uuid::random({2});
  EXPECT_NE(first, request_digest(*read("refresh_token=" + token), other));
  other = shop;
  other.secret_digest = bytes(32, 2);
  EXPECT_NE(first, request_digest(*read("refresh_token=" + token), other));
  other.secret_digest.reset();
  EXPECT_NE(first, request_digest(*read("refresh_token=" + token), other));
}

TEST(refresh_exchange, tells_the_client_why) {
  for (const auto* why : {"unknown_grant", "expired", "refresh_replayed", "wrong_binding",
                          "revoked", "invalid_value", "no such refusal"}) {
    EXPECT_EQ(refresh_error(why).error.view(), "invalid_grant") << why;
    EXPECT_NE(refresh_error(why).description.view(), "") << why;
  }
  EXPECT_NE(refresh_error("expired").description.view(),
            refresh_error("refresh_replayed").description.view());
}

}
}
