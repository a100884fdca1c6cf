// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/claims.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/oidc/claim_members.hpp"
#include "http/oidc/service_token.hpp"
#include "http/oidc/words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

json::object common(const token_facts& facts, const grants::row& grant) {
  json::object claims;
  claims["iss"] = json_text(facts.issuer);
  claims["sub"] = written_user_id(grant.user);
  claims["exp"] = numeric_date(facts.expires_at);
  claims["iat"] = numeric_date(facts.issued_at);
  claims["auth_time"] = numeric_date(grant.authenticated_at);
  claims["sid"] = to_string(grant.session);
  return claims;
}

json::value audience_of(const token_facts& facts, const grants::row& grant) {
  json::string project(project_audience(facts.project));
  if (!administers(grant.scopes)) return project;
  return json::array{project, json_text(admin_audience(facts.issuer))};
}

/// The project's stands first where there are two.
std::optional<std::string> first_audience(const json::object& claims) {
  const auto* named = claims.if_contains("aud");
  const auto* all = named ? named->if_array() : nullptr;
  if (!all) return text_member(claims, "aud");
  if (all->empty() || !all->front().is_string()) return {};
  return std::string(all->front().get_string());
}

void add(json::object& claims, std::string_view name, const std::optional<std::string>& value) {
  if (value) claims[json_text(name)] = *value;
}

}

std::string project_audience(const uuid& project) {
  return "urn:muniment:project:" + to_string(project);
}

std::string access_token_claims(const token_facts& facts, const grants::row& grant) {
  auto claims = common(facts, grant);
  claims["aud"] = audience_of(facts, grant);
  claims["client_id"] = json_text(facts.client_id);
  claims["scope"] = join_words(grant.scopes);
  claims["jti"] = json_text(facts.token_id);
  claims["grant"] = to_string(grant.id);
  return json::serialize(claims);
}

std::string id_token_claims(const token_facts& facts, const grants::row& grant,
                            std::string_view access_token, std::string_view algorithm) {
  auto claims = common(facts, grant);
  claims["aud"] = json_text(facts.client_id);
  claims["amr"] = json::array(grant.methods.begin(), grant.methods.end());
  claims["at_hash"] = access_token_hash(access_token, algorithm);
  add(claims, "nonce", grant.nonce);
  return json::serialize(claims);
}

std::string access_token_hash(std::string_view access_token, std::string_view algorithm) {
  const auto left_half = [](const auto& digest) {
    return crypto::base64url_encode(bytes_view(digest).first(digest.size() / 2));
  };
  if (algorithm == "EdDSA") return left_half(crypto::sha512(as_bytes(access_token)));
  return left_half(crypto::sha256(as_bytes(access_token)));
}

std::optional<access_token> read_access_token(const json::object& claims, std::string_view issuer,
                                              instant now) {
  if (text_member(claims, "iss") != issuer || !not_over(claims, now)) return {};
  const auto user = user_member(claims, "sub"), grant = id_member(claims, "grant"),
             session = id_member(claims, "sid");
  auto client = text_member(claims, "client_id"), audience = first_audience(claims);
  auto scopes = split_words(text_member(claims, "scope").value_or(""));
  if (!user || !grant || !session || !client || !audience || !scopes) return {};
  return access_token{
      *user, *grant, *session, std::move(*client), std::move(*audience), std::move(*scopes)};
}

bool administers(const std::vector<std::string>& scopes) {
  return std::ranges::any_of(admin_scopes, [&](auto each) { return among(scopes, each); });
}

bool names_audience(const json::object& claims, std::string_view audience) {
  const auto* named = claims.if_contains("aud");
  if (!named) return false;
  if (!named->is_array()) return text_member(claims, "aud") == audience;
  const auto& all = named->get_array();
  return std::ranges::any_of(all, [&](const json::value& each) {
    return each.is_string() && each.get_string() == json_text(audience);
  });
}

std::optional<uuid> hinted_user(const json::object& claims, std::string_view issuer,
                                std::string_view client_id) {
  if (text_member(claims, "iss") != issuer || text_member(claims, "aud") != client_id) return {};
  return user_member(claims, "sub");
}

std::string userinfo_claims(const person& who, const std::vector<std::string>& scopes) {
  json::object claims;
  claims["sub"] = written_user_id(who.id);
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
