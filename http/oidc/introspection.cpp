// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/introspection.hpp"

#include "http/oidc/claim_members.hpp"
#include "http/oidc/words.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 10> told{"iss", "sub",       "aud",   "exp", "iat",
                                                "jti", "client_id", "scope", "sid", "act"};

}

std::string inactive_token() { return R"({"active":false})"; }

std::string active_access_token(const json::object& claims,
                                const std::vector<std::string>& scopes) {
  json::object body{{"active", true}, {"token_type", "Bearer"}};
  for (const auto name : told)
    if (const auto* value = claims.if_contains(json_text(name))) body[json_text(name)] = *value;
  if (scopes.empty())
    body.erase("scope");
  else
    body["scope"] = join_words(scopes);
  return json::serialize(body);
}

std::string active_refresh_token(const grants::row& grant, const std::vector<std::string>& scopes,
                                 std::string_view client_id, std::string_view issuer) {
  json::object body{{"active", true}};
  body["iss"] = json_text(issuer);
  body["sub"] = written_user_id(grant.user);
  body["client_id"] = json_text(client_id);
  body["scope"] = join_words(scopes);
  body["exp"] = numeric_date(grant.refresh_expires_at.value_or(grant.expires_at));
  body["sid"] = to_string(grant.session);
  return json::serialize(body);
}

}
