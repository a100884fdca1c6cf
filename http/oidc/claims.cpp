// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/claims.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

std::int64_t seconds(instant moment) {
  return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

json::string_view text(std::string_view value) { return {value.data(), value.size()}; }

json::object common(const token_facts& facts, const grants::row& grant) {
  json::object claims;
  claims["iss"] = text(facts.issuer);
  claims["sub"] = to_string(grant.user);
  claims["exp"] = seconds(facts.expires_at);
  claims["iat"] = seconds(facts.issued_at);
  claims["auth_time"] = seconds(grant.authenticated_at);
  claims["sid"] = to_string(grant.session);
  return claims;
}

std::optional<std::string> member(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(text(name));
  if (!value || !value->is_string()) return {};
  return std::string(value->get_string());
}

std::optional<uuid> id(const json::object& claims, std::string_view name) {
  const auto value = member(claims, name);
  return value ? uuid::parse(*value) : std::nullopt;
}

bool not_over(const json::object& claims, instant now) {
  const auto* expiry = claims.if_contains("exp");
  return expiry && expiry->is_int64() && seconds(now) < expiry->get_int64();
}

void add(json::object& claims, std::string_view name, const std::optional<std::string>& value) {
  if (value) claims[text(name)] = *value;
}

}

std::string access_token_claims(const token_facts& facts, const grants::row& grant) {
  auto claims = common(facts, grant);
  claims["aud"] = "urn:muniment:project:" + to_string(facts.project);
  claims["client_id"] = text(facts.client_id);
  claims["scope"] = join_words(grant.scopes);
  claims["jti"] = text(facts.token_id);
  claims["grant"] = to_string(grant.id);
  return json::serialize(claims);
}

std::string id_token_claims(const token_facts& facts, const grants::row& grant,
                            std::string_view access_token) {
  auto claims = common(facts, grant);
  claims["aud"] = text(facts.client_id);
  claims["amr"] = json::array(grant.methods.begin(), grant.methods.end());
  claims["at_hash"] = access_token_hash(access_token);
  add(claims, "nonce", grant.nonce);
  return json::serialize(claims);
}

std::string access_token_hash(std::string_view access_token) {
  const auto digest = crypto::sha256(as_bytes(access_token));
  return crypto::base64url_encode(bytes_view(digest).first(digest.size() / 2));
}

std::optional<access_token> read_access_token(std::string_view claims, std::string_view issuer,
                                              instant now) {
  const auto read = crypto::parse_strict_object(claims);
  if (!read || member(*read, "iss") != issuer || !not_over(*read, now)) return {};
  const auto user = id(*read, "sub"), grant = id(*read, "grant"), session = id(*read, "sid");
  auto client = member(*read, "client_id");
  auto scopes = split_words(member(*read, "scope").value_or(""));
  if (!user || !grant || !session || !client || !scopes) return {};
  return access_token{*user, *grant, *session, std::move(*client), std::move(*scopes)};
}

std::optional<uuid> hinted_user(std::string_view claims, std::string_view issuer,
                                std::string_view client_id) {
  const auto read = crypto::parse_strict_object(claims);
  if (!read || member(*read, "iss") != issuer || member(*read, "aud") != client_id) return {};
  return id(*read, "sub");
}

std::string userinfo_claims(const person& who, const std::vector<std::string>& scopes) {
  json::object claims;
  claims["sub"] = to_string(who.id);
  if (among(scopes, "profile")) {
    add(claims, "name", who.display_name);
    add(claims, "preferred_username", who.user_name);
    add(claims, "locale", who.locale);
  }
  if (among(scopes, "email") && who.email) {
    claims["email"] = *who.email;
    claims["email_verified"] = who.email_verified;
  }
  return json::serialize(claims);
}

}
