// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/signing_key.hpp"

#include <string>

namespace muniment::http {

/// A fresh signing key under a random `kid`, as a wish to keep it. An RSA key takes 0.1 to several
/// seconds: for a thread of its own. `algorithm` is a JWS name; another one throws
/// std::invalid_argument.
signing_key::generate new_key(const std::string& algorithm, unsigned rsa_bits);

}
