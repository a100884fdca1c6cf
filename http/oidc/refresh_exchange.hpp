// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "http/server/form.hpp"
#include "http/server/problem.hpp"
#include "projections/clients.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// What a token request with a refresh token says (RFC 6749 section 6).
struct refresh_exchange {
  uuid grant;
  std::string token;
  std::optional<std::vector<std::string>> scopes; ///< fewer than were granted, if it names any
  std::optional<http::oauth_error> fault; ///< of the rest, told only where the token is good
};

/// Reads it. What is missing is an invalid request; a token of no possible shape is an invalid
/// grant, like one that is not known.
boost::system::result<refresh_exchange, http::oauth_error> read_refresh(const http::form& sent);

/// Whether all that is asked for was granted.
bool within_grant(const refresh_exchange& asked, const std::vector<std::string>& granted);

/// SHA-256 over all that makes a request the same one again: the token, the scopes, the client and
/// what it is authenticated by.
bytes request_digest(const refresh_exchange& asked, const clients::row& client);

/// What the client is told when the grant refuses; `why` is the name of the refusal.
http::oauth_error refresh_error(std::string_view why);

}
