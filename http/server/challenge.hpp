// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace muniment::http {

/// The value of WWW-Authenticate with which a protected resource refuses (RFC 6750 section 3).
/// `realm` is who gives the tokens. `error` is what was wrong with the token that came; it is left
/// out if empty, where none came.
std::string bearer_challenge(std::string_view realm, std::string_view error = {});

}
