// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"

#include <chrono>
#include <string_view>

namespace muniment::oidc {

/// Proof that a form was shown to the browser that posts it. Neighbours below the same base domain
/// are same-site, so that a cookie alone proves nothing: the token is sealed in this workspace and
/// bound to something only this browser's cookie holds.
struct form_token {
  bytes bound_to; ///< SHA-256 of the form's name and of what the cookie holds
  instant expires_at;
  friend bool operator==(const form_token&, const form_token&) = default;
};
BOOST_DESCRIBE_STRUCT(form_token, (), (bound_to, expires_at))

inline constexpr std::chrono::minutes form_lifetime{60};

/// A token for `form`, shown to the browser that holds `held`. To be sealed; every box has the same
/// length.
form_token make_form_token(std::string_view form, std::string_view held, instant now);

/// Whether what was unsealed is such a token, and not over.
bool proves(bytes_view opened, std::string_view form, std::string_view held, instant now);

}
