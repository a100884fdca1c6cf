// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muniment::oidc {

/// A token with a user behind it: what it allows ends with its grant.
struct grant_token {
  grants::row grant;
  http::claims_set claims;         ///< of an access token; null for a refresh token
  bool redeemable{};               ///< a refresh token that was not replaced and is not over
  std::vector<std::string> scopes; ///< that it was given
};

/// A client's own, or an operator's.
struct own_token {
  uuid id;
  uuid client; ///< nil where it is an operator's
  http::claims_set claims;
  std::vector<std::string> scopes; ///< that it was given
};

/// Whatever it is, it is none that is valid here now, or ever was.
struct no_token {};

using found_token = std::variant<no_token, grant_token, own_token>;

/// Finds what a text that somebody presents as a token of this workspace is: by its shape, its
/// signature and its time, and by the digest that its grant keeps. A refresh token that was
/// replaced is found too. Says nothing yet about whether it still stands.
asio::awaitable<found_token> find_token(call at, std::string text);

/// Whether a client's or operator's own token was not ended, and its time is not over.
asio::awaitable<bool> own_token_stands(workspace_door& at, uuid id);

}
