// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// To whom an authorization response goes, and what every one of them repeats.
struct response_target {
  std::string_view redirect_uri; ///< verified
  const std::optional<std::string>& state;
  std::string_view issuer; ///< RFC 9207
};

/// Where the browser is sent with a code (RFC 6749 section 4.1.2).
std::string code_location(const response_target& target, std::string_view code);

/// Where the browser is sent with an error (RFC 6749 section 4.1.2.1).
std::string error_location(const response_target& target, const http::oauth_error& why);

/// Where the browser is sent after a logout (RP-Initiated Logout 1.0 section 3).
std::string logged_out_location(std::string_view redirect_uri,
                                const std::optional<std::string>& state);

}
