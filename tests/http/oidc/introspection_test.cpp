// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/introspection.hpp"

#include "crypto/strict_json.hpp"
#include "events/user_id.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

json::object read_reply(const std::string& body) { return *crypto::parse_strict_object(body); }

TEST(introspection, says_nothing_of_a_token_that_is_not_active) {
  EXPECT_EQ(inactive_token(), R"({"active":false})");
}

TEST(introspection, tells_the_claims_of_an_access_token_and_no_others) {
  const json::object claims{{"iss", "https://demo.example"},
                            {"sub", "ada"},
                            {"aud", "urn:muniment:project:1"},
                            {"exp", 1772539800},
                            {"iat", 1772539200},
                            {"jti", "token-1"},
                            {"client_id", "shop"},
                            {"scope", "openid email"},
                            {"sid", "session-1"},
                            {"grant", "grant-1"},
                            {"auth_time", 1772539200}};
  auto expected = claims;
  expected.erase("grant");
  expected.erase("auth_time");
  expected["active"] = true;
  expected["token_type"] = "Bearer";
  EXPECT_EQ(read_reply(active_access_token(claims, {"openid", "email"})), expected);
  expected["scope"] = "openid";
  EXPECT_EQ(read_reply(active_access_token(claims, {"openid"})), expected) << "of those it had";
}

TEST(introspection, tells_no_scope_of_a_token_that_has_none) {
  for (const auto& claims :
       {json::object{{"sub", "robot"}}, json::object{{"sub", "robot"}, {"scope", ""}}}) {
    const auto body = read_reply(active_access_token(claims, {}));
    EXPECT_EQ(body.at("active"), true) << claims;
    EXPECT_FALSE(body.contains("scope")) << claims;
  }
}

TEST(introspection, tells_what_a_refresh_token_allows) {
  grants::row grant;
  grant.user = uuid::random({1});
  grant.session = uuid::random({2});
  grant.scopes = {"openid", "offline_access"};
  grant.expires_at = *parse_instant("2026-03-03T12:00:00Z");
  const json::object expected{{"active", true},
                              {"iss", "https://demo.example"},
                              {"sub", written_user_id(grant.user)},
                              {"client_id", "shop"},
                              {"scope", "offline_access"},
                              {"exp", 1772539200},
                              {"sid", to_string(grant.session)}};
  const std::vector<std::string> scopes{"offline_access"};
  EXPECT_EQ(read_reply(active_refresh_token(grant, scopes, "shop", "https://demo.example")),
            expected);
  grant.refresh_expires_at = grant.expires_at - std::chrono::seconds{60};
  EXPECT_EQ(read_reply(active_refresh_token(grant, scopes, "shop", "i")).at("exp"), 1772539140);
}

}
}
