// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/service_token.hpp"

#include "http/oidc/claim_members.hpp"
#include "http/oidc/words.hpp"

#include <boost/json/serialize.hpp>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

/// Nothing if there is no such claim; `well` is cleared if it cannot be read.
std::optional<acting_operator> read_act(const json::object& claims, bool& well) {
  const auto* act = claims.if_contains("act");
  if (!act) return {};
  const auto* members = act->if_object();
  auto issuer = members ? text_member(*members, "iss") : std::nullopt;
  const auto id = members ? id_member(*members, "sub") : std::nullopt;
  well = issuer && id;
  if (!well) return {};
  return acting_operator{std::move(*issuer), *id};
}

/// Nothing if they cannot be read. A token without scopes has no `scope`; an empty one stands in
/// tokens that were issued with none before it was left out.
std::optional<std::vector<std::string>> read_scopes(const json::object& claims) {
  if (!claims.contains("scope")) return std::vector<std::string>{};
  const auto list = text_member(claims, "scope");
  if (!list) return {};
  return list->empty() ? std::vector<std::string>{} : split_words(*list);
}

}

std::string service_token_claims(const service_token_facts& facts) {
  json::object claims;
  claims["iss"] = json_text(facts.issuer);
  claims["sub"] = json_text(facts.client_id);
  claims["aud"] = json_text(facts.audience);
  claims["exp"] = numeric_date(facts.expires_at);
  claims["iat"] = numeric_date(facts.issued_at);
  claims["jti"] = json_text(facts.token_id);
  claims["client_id"] = json_text(facts.client_id);
  if (!facts.scopes.empty()) claims["scope"] = join_words(facts.scopes);
  if (facts.act) claims["act"] = {{"iss", facts.act->issuer}, {"sub", to_string(facts.act->id)}};
  return json::serialize(claims);
}

std::optional<service_token_read> read_service_token(const json::object& claims,
                                                     std::string_view issuer, instant now) {
  if (text_member(claims, "iss") != issuer || !not_over(claims, now)) return {};
  auto client = text_member(claims, "client_id");
  auto scopes = read_scopes(claims);
  const auto id = id_member(claims, "jti");
  if (!id || !client || text_member(claims, "sub") != client || !scopes || claims.contains("grant"))
    return {};
  bool well = true;
  auto act = read_act(claims, well);
  if (!well) return {};
  return service_token_read{*id, text_member(claims, "aud").value_or(""), std::move(*client),
                            std::move(*scopes), std::move(act)};
}

std::optional<service_token_read> read_service_token(const json::object& claims,
                                                     std::string_view issuer,
                                                     std::string_view audience, instant now) {
  auto read = read_service_token(claims, issuer, now);
  if (!read || read->audience != audience) return {};
  return read;
}

std::string admin_audience(std::string_view issuer) { return std::string(issuer) + "/admin"; }

}
