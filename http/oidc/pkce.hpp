// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace muniment::oidc {

/// The one code challenge method there is here; `plain` protects nobody who can read the request.
inline constexpr std::string_view challenge_method_s256 = "S256";

/// A code verifier: 43 to 128 unreserved characters (RFC 7636 section 4.1).
bool is_code_verifier(std::string_view text);

/// An S256 code challenge: the one spelling of 32 octets in base64url without padding, 43
/// characters (RFC 7636 section 4.2).
bool is_code_challenge(std::string_view text);

/// The S256 challenge of a verifier.
std::string code_challenge(std::string_view verifier);

}
