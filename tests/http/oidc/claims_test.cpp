// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/claims.hpp"

#include "crypto/strict_json.hpp"
#include "events/user_id.hpp"
#include "tests/support/oidc_samples.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::ada;
using test::issuer;
using test::late_noon;

grants::row grant() {
  grants::row row;
  row.id = uuid::random({2});
  row.user = ada;
  row.session = uuid::random({3});
  row.scopes = {"openid", "email"};
  row.nonce = "n\"1";
  row.authenticated_at = late_noon - 60s;
  row.methods = {"pwd"};
  return row;
}

token_facts facts() {
  return {issuer, "shop", uuid::random({4}), "token-1", late_noon, late_noon + 600s};
}

json::object parsed(const std::string& text) { return *crypto::parse_strict_object(text); }

json::object expected_common() {
  return {{"iss", issuer},     {"sub", to_string(ada)},   {"exp", 1772539800},
          {"iat", 1772539200}, {"auth_time", 1772539140}, {"sid", to_string(grant().session)}};
}

TEST(claims, of_an_access_token_are_those_of_rfc_9068) {
  auto expected = expected_common();
  expected["aud"] = "urn:muniment:project:" + to_string(facts().project);
  expected["client_id"] = "shop";
  expected["scope"] = "openid email";
  expected["jti"] = "token-1";
  expected["grant"] = to_string(grant().id);
  EXPECT_EQ(parsed(access_token_claims(facts(), grant())), expected);
}

TEST(claims, of_a_token_for_administration_name_the_api_too) {
  auto row = grant();
  row.scopes = {"openid", "admin:read"};
  const auto claims = parsed(access_token_claims(facts(), row));
  const auto project = "urn:muniment:project:" + to_string(facts().project);
  EXPECT_EQ(claims.at("aud"), (json::array{project, std::string(issuer) + "/admin"}));
  EXPECT_TRUE(names_audience(claims, project));
  EXPECT_TRUE(names_audience(claims, std::string(issuer) + "/admin"));
  EXPECT_FALSE(names_audience(claims, issuer));
  const auto usual = parsed(access_token_claims(facts(), grant()));
  EXPECT_TRUE(names_audience(usual, project));
  EXPECT_FALSE(names_audience(usual, std::string(issuer) + "/admin"));
  EXPECT_FALSE(names_audience({{"aud", 7}}, "7"));
  EXPECT_FALSE(names_audience({}, ""));
}

TEST(claims, tell_which_scopes_are_of_administration) {
  EXPECT_TRUE(administers({"openid", "admin:write"}));
  EXPECT_TRUE(administers({"admin:read"}));
  EXPECT_FALSE(administers({"openid", "admin", "admin:rea"}));
  EXPECT_FALSE(administers({}));
}

TEST(claims, of_an_id_token_are_those_of_oidc_core) {
  auto expected = expected_common();
  expected["aud"] = "shop";
  expected["amr"] = json::array{"pwd"};
  expected["at_hash"] = access_token_hash("token", "RS256");
  expected["nonce"] = "n\"1";
  EXPECT_EQ(parsed(id_token_claims(facts(), grant(), "token", "RS256")), expected);
  auto without = grant();
  without.nonce.reset();
  EXPECT_FALSE(parsed(id_token_claims(facts(), without, "token", "RS256")).contains("nonce"));
}

TEST(claims, bind_the_access_token_by_half_its_digest) {
  // SHA-256 of "abc" (FIPS 180-4) begins ba7816bf 8f01cfea 414140de 5dae2223.
  for (const auto* algorithm : {"RS256", "PS256", "ES256"})
    EXPECT_EQ(access_token_hash("abc", algorithm), "ungWv48Bz-pBQUDeXa4iIw") << algorithm;
  EXPECT_EQ(access_token_hash("abc", "EdDSA"), "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05o");
}

TEST(claims, name_a_person_as_their_id_is_written_and_read_it_again) {
  auto given = grant();
  given.user = uuid::custom({9});
  const auto sub = json::string{written_user_id(given.user)};
  ASSERT_EQ(sub.size(), 21U);
  const auto access = parsed(access_token_claims(facts(), given));
  const auto identity = parsed(id_token_claims(facts(), given, "token", "RS256"));
  EXPECT_EQ(access.at("sub"), sub);
  EXPECT_EQ(identity.at("sub"), sub);
  EXPECT_EQ(parsed(userinfo_claims({given.user}, {})).at("sub"), sub);
  EXPECT_EQ(read_access_token(access, issuer, late_noon)->user, given.user);
  EXPECT_EQ(hinted_user(identity, issuer, "shop"), given.user);
}

TEST(claims, of_our_access_token_are_read_again) {
  const auto read =
      read_access_token(parsed(access_token_claims(facts(), grant())), issuer, late_noon);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, ada);
  EXPECT_EQ(read->grant, grant().id);
  EXPECT_EQ(read->session, grant().session);
  EXPECT_EQ(read->client_id, "shop");
  EXPECT_EQ(read->audience, project_audience(facts().project));
  EXPECT_EQ(read->scopes, grant().scopes);
}

TEST(claims, of_another_issuer_or_time_are_not_read) {
  const auto claims = parsed(access_token_claims(facts(), grant()));
  EXPECT_FALSE(read_access_token(claims, "https://other.example", late_noon));
  EXPECT_TRUE(read_access_token(claims, issuer, late_noon + 599s));
  EXPECT_FALSE(read_access_token(claims, issuer, late_noon + 600s));
}

TEST(claims, that_lack_one_are_not_read) {
  const auto whole = parsed(access_token_claims(facts(), grant()));
  for (const auto* name : {"iss", "sub", "exp", "sid", "grant", "client_id", "aud", "scope"}) {
    auto lacking = whole;
    lacking.erase(name);
    EXPECT_FALSE(read_access_token(lacking, issuer, late_noon)) << name;
  }
  EXPECT_FALSE(read_access_token({}, issuer, late_noon));
}

TEST(claims, of_an_id_token_hint_at_its_user_and_may_be_over) {
  const auto claims = parsed(id_token_claims(facts(), grant(), "token", "RS256"));
  EXPECT_EQ(hinted_user(claims, issuer, "shop"), ada);
  EXPECT_FALSE(hinted_user(claims, issuer, "another"));
  EXPECT_FALSE(hinted_user(claims, "https://other.example", "shop"));
  EXPECT_FALSE(hinted_user({}, issuer, "shop"));
}

TEST(claims, of_a_person_follow_the_scopes) {
  const person who{ada, "ada", "Ada", "en-GB", "ada@shop.example", true};
  EXPECT_EQ(parsed(userinfo_claims(who, {"openid"})), (json::object{{"sub", to_string(ada)}}));
  EXPECT_EQ(parsed(userinfo_claims(who, {"openid", "profile"})),
            (json::object{{"sub", to_string(ada)},
                          {"name", "Ada"},
                          {"preferred_username", "ada"},
                          {"locale", "en-GB"}}));
  EXPECT_EQ(parsed(userinfo_claims(who, {"openid", "email"})),
            (json::object{
                {"sub", to_string(ada)}, {"email", "ada@shop.example"}, {"email_verified", true}}));
}

TEST(claims, of_a_person_leave_out_what_is_not_known) {
  const person who{ada};
  EXPECT_EQ(parsed(userinfo_claims(who, {"openid", "profile", "email"})),
            (json::object{{"sub", to_string(ada)}}));
}

}
}
