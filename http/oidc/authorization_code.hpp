// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// A code names its grant, so that no index from codes to grants exists, and holds 256 random bits,
/// of which the grant knows the digest only.
struct authorization_code {
  uuid grant;
  std::string text; ///< what travels: base64url of id and secret, 64 characters
};

/// A fresh code.
authorization_code make_code(const uuid& grant);

/// The grant a code belongs to, if it has the shape of one.
std::optional<uuid> grant_of(std::string_view code);

/// What is stored of it.
bytes code_digest(std::string_view code);

}
