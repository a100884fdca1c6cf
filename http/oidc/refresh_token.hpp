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

/// A refresh token: the prefix, and base64url of the id of its grant and of 256 secret bits, of
/// which the grant knows the digest of the whole only. No index from tokens to grants exists.
std::string refresh_token(const uuid& grant, const crypto::hash& secret);

/// One of a secret that nobody could know before.
std::string make_refresh_token(const uuid& grant);

/// The grant a refresh token belongs to, if it has the shape of one.
std::optional<uuid> grant_of_refresh_token(std::string_view token);

/// What is stored of it.
bytes refresh_digest(std::string_view token);

}
