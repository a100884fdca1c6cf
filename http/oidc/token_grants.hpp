// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/server/problem.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace muniment::oidc {

/// What a grant works with: the form was read and the client is authenticated.
struct token_request {
  call at;
  const http::form& sent;
  std::shared_ptr<const clients::row> client;
};

/// One way to tokens.
struct token_grant {
  std::string_view name; ///< `grant_type`
  std::string_view cites;
  asio::awaitable<response> (*give)(token_request asked);
};

/// All there are. Another one is another row.
std::span<const token_grant> token_grants();

/// The refusal of a request whose `resource` names another place than the client's project, which
/// tokens of a person are for whether it is named or not (RFC 8707 section 2.2). Nothing where it
/// names none.
std::optional<http::oauth_error> foreign_target(const token_request& asked);

/// A code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5, OIDC Core section 3.1.3).
asio::awaitable<response> redeem_code(token_request asked);

/// A refresh token for tokens, one of its kind among them (RFC 6749 section 6, RFC 9700
/// section 4.14.2, OIDC Core section 12).
asio::awaitable<response> redeem_refresh_token(token_request asked);

/// A client's own token (RFC 6749 section 4.4, RFC 9068).
asio::awaitable<response> give_own_token(token_request asked);

}
