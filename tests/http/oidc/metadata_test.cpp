// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/metadata.hpp"

#include "actors/lawful.hpp"
#include "crypto/strict_json.hpp"
#include "http/server/uri.hpp"
#include "tests/support/oidc_samples.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

namespace json = boost::json;
using test::issuer_at_port;

signing_keys::row key(std::string id, std::string algorithm, signing_keys::phase phase) {
  signing_keys::row row;
  row.key_id = id;
  row.algorithm = std::move(algorithm);
  row.public_jwk = R"({"kid":")" + id + R"(","kty":"EC"})";
  row.phase = phase;
  return row;
}

std::vector<signing_keys::row> some_keys() {
  using enum signing_keys::phase;
  return {key("a", "RS256", active),   key("b", "RS256", next),    key("c", "ES256", active),
          key("d", "ES256", retiring), key("e", "RS256", retired), key("f", "RS256", revoked)};
}

json::object document() { return *crypto::parse_strict_object(discovery_document(issuer_at_port)); }

TEST(metadata, has_every_required_member) {
  const auto found = document();
  for (const auto* name :
       {"issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri",
        "response_types_supported", "subject_types_supported",
        "id_token_signing_alg_values_supported", "scopes_supported", "claims_supported"})
    EXPECT_TRUE(found.contains(name)) << name;
  EXPECT_EQ(found.at("issuer"), issuer_at_port);
}

TEST(metadata, names_addresses_below_the_issuer) {
  for (const auto& [name, value] : document()) {
    if (!value.is_string()) continue;
    const std::string address(value.get_string());
    EXPECT_TRUE(address.starts_with(issuer_at_port)) << address;
    EXPECT_TRUE(http::split_uri(address)) << address;
  }
}

TEST(metadata, promises_what_is_built_and_nothing_else) {
  const auto found = document();
  const auto list = [&](const char* name) { return found.at(name).as_array(); };
  EXPECT_EQ(list("response_types_supported"), (json::array{"code"}));
  EXPECT_EQ(list("response_modes_supported"), (json::array{"query"}));
  EXPECT_EQ(list("grant_types_supported"),
            (json::array{"authorization_code", "refresh_token", "client_credentials"}));
  EXPECT_EQ(list("code_challenge_methods_supported"), (json::array{"S256"}));
  EXPECT_EQ(list("scopes_supported"),
            (json::array{"openid", "profile", "email", "offline_access"}));
  EXPECT_EQ(list("display_values_supported"), (json::array{"page", "touch", "wap"}))
      << "a popup is severed from its opener";
  EXPECT_EQ(list("introspection_endpoint_auth_methods_supported"),
            (json::array{"client_secret_basic", "client_secret_post"}));
  EXPECT_EQ(list("revocation_endpoint_auth_methods_supported"),
            (json::array{"client_secret_basic", "client_secret_post", "none"}));
  EXPECT_EQ(list("prompt_values_supported"),
            (json::array{"none", "login", "consent", "select_account"}));
  EXPECT_EQ(list("token_endpoint_auth_methods_supported"),
            (json::array{"client_secret_basic", "client_secret_post", "none"}));
  EXPECT_EQ(found.at("authorization_response_iss_parameter_supported"), true);
  for (const auto* name : {"claims_parameter_supported", "request_parameter_supported",
                           "request_uri_parameter_supported"})
    EXPECT_EQ(found.at(name), false) << name;
  EXPECT_EQ(found.at("introspection_endpoint"), "https://demo.example:8443/oauth/v2/introspect");
  EXPECT_EQ(found.at("revocation_endpoint"), "https://demo.example:8443/oauth/v2/revoke");
  EXPECT_EQ(found.at("end_session_endpoint"), "https://demo.example:8443/oauth/v2/end_session");
  for (const auto* name :
       {"registration_endpoint", "check_session_iframe", "device_authorization_endpoint",
        "pushed_authorization_request_endpoint"})
    EXPECT_FALSE(found.contains(name)) << name;
}

/// RS256 must be among them (OIDC Discovery section 3).
TEST(metadata, names_all_algorithms_that_a_client_may_be_registered_for) {
  const auto found = document();
  const auto& all = found.at("id_token_signing_alg_values_supported").as_array();
  EXPECT_EQ(all, (json::array{"RS256", "PS256", "ES256", "EdDSA"}));
  for (const auto& each : all)
    EXPECT_TRUE(lawful::algorithm(std::string{each.as_string()})) << each;
}

TEST(metadata, publishes_keys_before_during_and_after_their_use) {
  const auto set = *crypto::parse_strict_object(key_set(some_keys()));
  std::string ids;
  for (const auto& each : set.at("keys").as_array())
    ids += std::string(each.at("kid").get_string());
  EXPECT_EQ(ids, "abcd");
  EXPECT_EQ(key_set({}), R"({"keys":[]})");
}

TEST(metadata, leaves_out_lists_of_nothing) {
  for (const auto& [name, value] : document())
    EXPECT_FALSE(value.is_array() && value.as_array().empty()) << name;
}

}
}
