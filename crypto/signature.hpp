// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/openssl.hpp"
#include "crypto/signing_key.hpp"

/// Signatures with a bare key. Private to this room: signing_key.hpp has seen to it that key and
/// algorithm belong together.
namespace muniment::crypto::detail {

/// Signing and verifying, begun for a key and copied for each signature: to copy costs less than to
/// begin, and a copy keeps the padding. Nothing changes what is copied, so all threads may copy it
/// at once.
using begun_signature = std::shared_ptr<const EVP_MD_CTX>;

begun_signature begin_signing(EVP_PKEY* key, algorithm use);
begun_signature begin_verifying(EVP_PKEY* key, algorithm use);

bytes sign(const begun_signature& begun, algorithm use, bytes_view data);
bool verify(const begun_signature& begun, algorithm use, bytes_view data, bytes_view signature);

}
