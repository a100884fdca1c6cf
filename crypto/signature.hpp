// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/openssl.hpp"
#include "crypto/signing_key.hpp"

/// Signatures with a bare key. Private to this room: signing_key.hpp has seen to it that key and
/// algorithm belong together.
namespace muniment::crypto::detail {

bytes sign(EVP_PKEY* key, algorithm use, bytes_view data);
bool verify(EVP_PKEY* key, algorithm use, bytes_view data, bytes_view signature);

}
