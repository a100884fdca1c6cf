// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "http/server/form.hpp"
#include "http/server/problem.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// What a token request with a code says (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
struct code_exchange {
  uuid grant;
  std::string code;
  std::string redirect_uri;
  std::string code_challenge;                  ///< computed from the verifier; empty with a fault
  std::optional<http::oauth_error> fault = {}; ///< beside the code: nothing can be given
};

/// Reads it. What is missing is an invalid request; a code or verifier of no possible shape is an
/// invalid grant, like one that does not match. A request that names a grant is read with what is
/// wrong beside: its code is judged all the same.
boost::system::result<code_exchange, http::oauth_error> read_exchange(const http::form& sent);

/// What the client is told when the grant refuses; `why` is the name of the refusal.
http::oauth_error exchange_error(std::string_view why);

/// The tokens that leave.
struct given_tokens {
  std::string access_token;
  std::int64_t expires_in{}; ///< seconds
  std::vector<std::string> scopes;
  std::optional<std::string> id_token = {};
  std::optional<std::string> refresh_token = {};
};

/// The body of the token reply (RFC 6749 section 5.1, OIDC Core section 3.1.3.3). Without scopes
/// there is no `scope`, which holds one at least (RFC 6749 section 3.3).
std::string token_reply(const given_tokens& tokens);

}
