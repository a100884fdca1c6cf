// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/claims.hpp"
#include "http/oidc/code_exchange.hpp"
#include "http/oidc/token_grants.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muniment::oidc {

/// The keys that sign what leaves: found before a code or refresh token is used up.
struct signers {
  http::signing_choice access;
  http::signing_choice identity;
};

/// Those of the client; nothing if one is missing.
asio::awaitable<std::optional<signers>> find_signers(token_request asked);

/// When an access token of the grant that is given now is over: it does not outlive the grant.
instant access_token_end(const call& at, const grants::row& grant);

/// What is signed, and what leaves beside it.
struct token_parts {
  grants::row grant;
  std::vector<std::string> scopes; ///< of the access token; without `openid` there is no ID token
  std::string token_id;            ///< `jti` of the access token
  instant issued_at;
  instant expires_at;
  std::optional<std::string> refresh_token = {};
};

/// The scopes as the grant is told them: nothing where they are all of its own.
std::optional<std::vector<std::string>> narrowed(const token_parts& parts);

/// The tokens, signed before the code or refresh token is used up: what cannot be signed now may be
/// asked for again. They leave once that is acknowledged (RFC 6749 section 5.1, OIDC Core
/// sections 3.1.3.3 and 12.2).
asio::awaitable<given_tokens> signed_tokens(token_request asked, signers by, token_parts parts);

}
