// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/service_token.hpp"

#include "crypto/strict_json.hpp"
#include "http/oidc/claims.hpp"
#include "tests/support/oidc_samples.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::issuer;
using test::late_noon;

json::object parsed(const std::string& text) { return *crypto::parse_strict_object(text); }

constexpr auto audience = "https://demo.example/admin";
const acting_operator operating{"https://system.example", uuid::random({7})};

const auto token_id = to_string(uuid::random({8}));

service_token_facts facts() {
  return {issuer,   "robot",   audience,         {"admin:read", "admin:write"},
          token_id, late_noon, late_noon + 300s, operating};
}

std::optional<service_token_read> read(const json::object& claims) {
  return read_service_token(claims, issuer, audience, late_noon);
}

TEST(service_token, has_the_claims_of_rfc_9068_and_says_who_acts) {
  const json::object expected{
      {"iss", issuer},
      {"sub", "robot"},
      {"aud", audience},
      {"exp", 1772539500},
      {"iat", 1772539200},
      {"jti", token_id},
      {"client_id", "robot"},
      {"scope", "admin:read admin:write"},
      {"act", {{"iss", operating.issuer}, {"sub", to_string(operating.id)}}}};
  EXPECT_EQ(parsed(service_token_claims(facts())), expected);
  auto own = facts();
  own.act.reset();
  EXPECT_FALSE(parsed(service_token_claims(own)).contains("act"));
}

TEST(service_token, is_read_again) {
  const auto known = read(parsed(service_token_claims(facts())));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->id, uuid::random({8}));
  EXPECT_EQ(known->audience, audience);
  EXPECT_EQ(known->client_id, "robot");
  EXPECT_EQ(known->scopes, facts().scopes);
  ASSERT_TRUE(known->act);
  EXPECT_EQ(known->act->issuer, operating.issuer);
  EXPECT_EQ(known->act->id, operating.id);
}

TEST(service_token, of_another_issuer_audience_or_time_is_none) {
  const auto claims = parsed(service_token_claims(facts()));
  EXPECT_FALSE(read_service_token(claims, "https://other.example", audience, late_noon));
  EXPECT_FALSE(read_service_token(claims, issuer, "https://other.example/admin", late_noon));
  EXPECT_TRUE(read_service_token(claims, issuer, audience, late_noon + 299s));
  EXPECT_FALSE(read_service_token(claims, issuer, audience, late_noon + 300s));
  EXPECT_FALSE(read({}));
}

TEST(service_token, is_read_whatever_it_is_for_by_who_asks_what_it_is) {
  const auto claims = parsed(service_token_claims(facts()));
  const auto known = read_service_token(claims, issuer, late_noon);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->audience, audience);
  EXPECT_FALSE(read_service_token(claims, "https://other.example", late_noon));
  EXPECT_FALSE(read_service_token(claims, issuer, late_noon + 300s));
}

TEST(service_token, with_a_claim_that_is_something_else_is_none) {
  const auto good = parsed(service_token_claims(facts()));
  ASSERT_TRUE(read(good));
  for (const auto* name : {"iss", "sub", "aud", "exp", "jti", "client_id"}) {
    auto bad = good;
    bad[name] = json::array{};
    EXPECT_FALSE(read(bad)) << name;
    bad.erase(name);
    EXPECT_FALSE(read(bad)) << name;
  }
  for (const json::value& act : {json::value("ada"), json::value(json::object{}),
                                 json::value{{"iss", operating.issuer}, {"sub", "ada"}}}) {
    auto bad = good;
    bad["act"] = act;
    EXPECT_FALSE(read(bad)) << act;
  }
}

TEST(service_token, without_scopes_says_nothing_of_them_and_is_read_again) {
  auto none = facts();
  none.scopes.clear();
  const auto claims = parsed(service_token_claims(none));
  EXPECT_FALSE(claims.contains("scope"));
  const auto known = read(claims);
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->scopes.empty());
}

TEST(service_token, with_an_empty_scope_has_none_and_with_no_list_is_none) {
  auto claims = parsed(service_token_claims(facts()));
  claims["scope"] = "";
  const auto issued_before = read(claims);
  ASSERT_TRUE(issued_before);
  EXPECT_TRUE(issued_before->scopes.empty());
  for (const json::value& scope :
       {json::value(" "), json::value("a  b"), json::value(json::array{}), json::value(nullptr)}) {
    claims["scope"] = scope;
    EXPECT_FALSE(read(claims)) << scope;
  }
}

TEST(service_token, is_never_a_users) {
  grants::row grant;
  grant.user = uuid::random({1});
  const auto subject = to_string(grant.user);
  const token_facts facts{issuer, subject, uuid::random({4}), "t", late_noon, late_noon + 60s};
  auto claims = parsed(access_token_claims(facts, grant));
  claims["aud"] = audience;
  EXPECT_FALSE(read(claims));
}

TEST(service_token, is_for_the_admin_api_by_its_address) {
  EXPECT_EQ(admin_audience(issuer), audience);
}

}
}
