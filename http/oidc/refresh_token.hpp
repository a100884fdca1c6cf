// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// The scope by which a user lets a client work while they are away (OIDC Core section 11).
inline constexpr std::string_view offline_scope = "offline_access";

/// How a refresh token begins, so that one that leaked is found by who looks for such.
inline constexpr std::string_view refresh_token_prefix = "mrt_";

/// What a refresh token is made of. No index from tokens to grants exists.
struct refresh_token_parts {
  uuid grant;
  crypto::hash secret; ///< 256 bits
  bytes mark;          ///< by which the workspace knows what it issued; tokens of before have none
};

/// The token without a mark: the prefix, and base64url of the parts.
std::string refresh_token(const uuid& grant, const crypto::hash& secret);

/// The same with a mark: of its keyed digest the first 128 bits.
std::string refresh_token(const uuid& grant, const crypto::hash& secret, const crypto::hash& mark);

/// One of a secret that nobody could know before, without a mark.
std::string make_refresh_token(const uuid& grant);

/// The parts of a text that has the shape of a refresh token.
std::optional<refresh_token_parts> parse_refresh_token(std::string_view token);

/// The grant a refresh token belongs to, if it has the shape of one.
std::optional<uuid> grant_of_refresh_token(std::string_view token);

/// What the mark of a token is the keyed digest of.
std::string marked_text(const uuid& grant, const crypto::hash& secret);

/// Whether these bear that mark; none does without any. In constant time.
bool bear(const refresh_token_parts& parts, const crypto::hash& mark);

/// What is stored of it.
bytes refresh_digest(std::string_view token);

}
