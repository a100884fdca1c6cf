// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/metadata.hpp"

#include "crypto/signing_key.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/authorize_steps.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

std::string below(std::string_view issuer, std::string_view path) {
  return std::string(issuer) + std::string(path);
}

using words = std::initializer_list<std::string_view>;

json::array list(std::span<const std::string_view> values) {
  json::array result;
  for (const auto value : values)
    result.emplace_back(json::string_view{value.data(), value.size()});
  return result;
}

void add_endpoints(json::object& document, std::string_view issuer) {
  document["authorization_endpoint"] = below(issuer, paths::authorize);
  document["token_endpoint"] = below(issuer, paths::token);
  document["userinfo_endpoint"] = below(issuer, paths::userinfo);
  document["jwks_uri"] = below(issuer, paths::keys);
  document["introspection_endpoint"] = below(issuer, paths::introspect);
  document["end_session_endpoint"] = below(issuer, paths::end_session);
  document["revocation_endpoint"] = below(issuer, paths::revoke);
}

}

std::string discovery_document(std::string_view issuer) {
  json::object document;
  document["issuer"] = json::string_view{issuer.data(), issuer.size()};
  add_endpoints(document, issuer);
  document["scopes_supported"] = list(supported_scopes());
  document["response_types_supported"] = list(words{"code"});
  document["response_modes_supported"] = list(words{"query"});
  document["grant_types_supported"] =
      list(words{"authorization_code", "refresh_token", "client_credentials"});
  document["prompt_values_supported"] = list(supported_prompts());
  document["subject_types_supported"] = list(words{"public"});
  // A client may be registered for any of them; its key is made when it is first needed.
  document["id_token_signing_alg_values_supported"] = list(crypto::algorithm_names);
  const words with_secret{"client_secret_basic", "client_secret_post"};
  const words any{"client_secret_basic", "client_secret_post", "none"};
  document["token_endpoint_auth_methods_supported"] = list(any);
  document["introspection_endpoint_auth_methods_supported"] = list(with_secret);
  document["revocation_endpoint_auth_methods_supported"] = list(any);
  document["code_challenge_methods_supported"] = list(words{"S256"});
  document["claim_types_supported"] = list(words{"normal"});
  document["claims_supported"] =
      list(words{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "amr", "sid", "at_hash",
                 "name", "preferred_username", "locale", "email", "email_verified"});
  document["display_values_supported"] = list(supported_displays());
  document["ui_locales_supported"] = list(words{"en"});
  document["claims_parameter_supported"] = false;
  document["request_parameter_supported"] = false;
  document["request_uri_parameter_supported"] = false;
  document["authorization_response_iss_parameter_supported"] = true;
  return json::serialize(document);
}

std::string key_set(const std::vector<signing_keys::row>& published) {
  json::array keys;
  for (const auto& key : published)
    if (auto jwk = signing_keys::is_published(key.phase)
                       ? crypto::parse_strict_object(key.public_jwk)
                       : std::nullopt)
      keys.emplace_back(std::move(*jwk));
  json::object set;
  set["keys"] = std::move(keys);
  return json::serialize(set);
}

}
