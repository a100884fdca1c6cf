// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What values a fact may hold. The edge checks too, with better words; here is where nothing gets
/// past, because what is once in the journal stays. Pure; any thread.
namespace muniment::lawful {

inline constexpr std::size_t longest_name = 200;
inline constexpr std::size_t longest_uri = 2048;
inline constexpr std::size_t longest_token = 128; ///< ids, scopes, role names, JWS names
inline constexpr std::size_t most_uris = 20;
inline constexpr std::size_t most_tokens = 64;
inline constexpr std::size_t digest_octets = 32; ///< SHA-256, plain or keyed

/// Text for people: not empty, at most `longest` octets, no control characters.
bool text(std::string_view value, std::size_t longest = longest_name);

/// A word of a protocol: printable ASCII without space, `"` and `\` (RFC 6749 appendix A.4), not
/// empty, at most `longest_token` octets.
bool token(std::string_view value);

/// At most `most_tokens` different tokens; none is lawful.
bool tokens(const std::vector<std::string>& values);

bool digest(bytes_view value);

/// An S256 code challenge: base64url of 32 octets (RFC 7636 section 4.2).
bool code_challenge(std::string_view value);

/// A JWS algorithm this house signs with.
bool algorithm(std::string_view name);

/// An `https` URL of at most `longest_uri` octets without user info, query or fragment, as RFC 8414
/// section 2 wants an issuer.
bool issuer(std::string_view value);

/// A browser's origin: `https://host[:port]`, or `http` on a loopback host.
bool origin(std::string_view value);

/// A registered redirect URI: `https`, `http` on a loopback host, or, when `native`, a private-use
/// scheme with a dot (RFC 8252 section 7.1). No user info, fragment or wildcard, and no parameter
/// that an answer adds (`code`, `state`, `iss`, `session_state`), since it could be mistaken for
/// one.
bool redirect_uri(std::string_view value, bool native);

}
