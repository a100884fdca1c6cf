// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_exchange.hpp"

#include "actors/refusals.hpp"
#include "crypto/digest.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/words.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

using http::oauth_error;

oauth_error invalid_grant(http::fixed_text description) { return {"invalid_grant", description}; }

/// Each part behind its length, so that no two lists of parts make the same text.
void add(crypto::sha256_stream& sum, bytes_view part) {
  const auto length = std::to_string(part.size()) + ":";
  sum.update(as_bytes(length)).update(part);
}

}

boost::system::result<refresh_exchange, oauth_error> read_refresh(const http::form& sent) {
  const auto token = sent.find("refresh_token").value_or("");
  if (token.empty()) return oauth_error{"invalid_request", "refresh_token is missing."};
  const auto grant = grant_of_refresh_token(token);
  if (!grant) return refresh_error("unknown_grant");
  refresh_exchange read{*grant, std::string(token), {}, {}};
  const auto scope = sent.find("scope").value_or("");
  if (scope.empty()) return read;
  read.scopes = split_words(scope);
  if (!read.scopes) read.fault = oauth_error{"invalid_scope", "scope is no list of words."};
  return read;
}

bool within_grant(const refresh_exchange& asked, const std::vector<std::string>& granted) {
  return !asked.scopes ||
         std::ranges::all_of(*asked.scopes, [&](const auto& each) { return among(granted, each); });
}

bytes request_digest(const refresh_exchange& asked, const clients::row& client) {
  crypto::sha256_stream sum;
  add(sum, as_bytes(asked.token));
  add(sum, as_bytes(asked.scopes ? join_words(*asked.scopes) : std::string()));
  add(sum, client.id.view());
  add(sum, client.secret_digest.value_or(bytes{}));
  const auto digest = sum.finish();
  return {digest.begin(), digest.end()};
}

oauth_error refresh_error(std::string_view why) {
  const auto* entry = find_refusal(why);
  switch (entry ? entry->code : refusal_code::invalid_value) {
  case refusal_code::unknown_grant:
    return invalid_grant("The refresh token is not known here.");
  case refusal_code::expired:
    return invalid_grant("The refresh token is over. Let the user sign in again.");
  case refusal_code::refresh_replayed:
    return invalid_grant("The refresh token was used before. All that came from it is revoked.");
  case refusal_code::wrong_binding:
    return invalid_grant("The refresh token was issued to another client.");
  case refusal_code::revoked:
    return invalid_grant("The authorization was ended.");
  default:
    return invalid_grant("The refresh token cannot be used.");
  }
}

}
