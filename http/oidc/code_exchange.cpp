// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/code_exchange.hpp"

#include "actors/refusals.hpp"
#include "http/oidc/authorization_code.hpp"
#include "http/oidc/pkce.hpp"
#include "http/oidc/words.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace muniment::oidc {
namespace {

using http::oauth_error;

oauth_error invalid_grant(http::fixed_text description) { return {"invalid_grant", description}; }

std::optional<oauth_error> fault_beside_code(std::string_view redirect_uri,
                                             std::string_view verifier) {
  if (redirect_uri.empty()) return oauth_error{"invalid_request", "redirect_uri is missing."};
  if (verifier.empty()) return invalid_grant("code_verifier is missing.");
  if (!is_code_verifier(verifier))
    return invalid_grant("code_verifier has not 43 to 128 unreserved characters.");
  return {};
}

}

boost::system::result<code_exchange, oauth_error> read_exchange(const http::form& sent) {
  const auto code = sent.find("code").value_or("");
  const auto redirect_uri = sent.find("redirect_uri").value_or("");
  const auto verifier = sent.find("code_verifier").value_or("");
  if (code.empty()) return oauth_error{"invalid_request", "code is missing."};
  const auto fault = fault_beside_code(redirect_uri, verifier);
  const auto grant = grant_of(code);
  if (!grant) return fault.value_or(exchange_error("unknown_grant"));
  return code_exchange{*grant, std::string(code), std::string(redirect_uri),
                       fault ? std::string() : code_challenge(verifier), fault};
}

oauth_error exchange_error(std::string_view why) {
  const auto* entry = find_refusal(why);
  switch (entry ? entry->code : refusal_code::invalid_value) {
  case refusal_code::unknown_grant:
    return invalid_grant("The code is not known here.");
  case refusal_code::expired:
    return invalid_grant("The code is over. It lives for a minute.");
  case refusal_code::code_replayed:
    return invalid_grant("The code was used before. What it gave is revoked.");
  case refusal_code::wrong_binding:
    return invalid_grant("client, redirect_uri or code_verifier are not those of the request.");
  case refusal_code::revoked:
    return invalid_grant("The authorization was ended.");
  default:
    return invalid_grant("The code cannot be redeemed.");
  }
}

std::string token_reply(const given_tokens& tokens) {
  boost::json::object body;
  body["access_token"] = tokens.access_token;
  body["token_type"] = "Bearer";
  body["expires_in"] = tokens.expires_in;
  if (!tokens.scopes.empty()) body["scope"] = join_words(tokens.scopes);
  if (tokens.id_token) body["id_token"] = *tokens.id_token;
  if (tokens.refresh_token) body["refresh_token"] = *tokens.refresh_token;
  return boost::json::serialize(body);
}

}
