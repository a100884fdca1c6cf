// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <openssl/bn.h>
#include <openssl/evp.h>

#include <memory>

/// Owners for OpenSSL objects. Private to this room, and included by its .cpp files only: the
/// headers are heavy.
namespace muniment::crypto::detail {

/// Throws std::runtime_error naming the operation when `succeeded` is false, and empties OpenSSL's
/// error queue, whose texts may quote input. For faults of program or memory, never for bad input.
void check(bool succeeded, const char* operation);

/// Empties this thread's OpenSSL error queue after a lawful failure (a bad tag, a bad signature).
void forget_errors();

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using digest_context = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX_free>>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, freed_by<EVP_CIPHER_CTX_free>>;
using mac_context = std::unique_ptr<EVP_MAC_CTX, freed_by<EVP_MAC_CTX_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed_by<EVP_PKEY_CTX_free>>;
using owned_key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using big_number = std::unique_ptr<BIGNUM, freed_by<BN_clear_free>>;

/// SHA-256, fetched once for the process: an implicit fetch costs more than hashing 300 bytes.
const EVP_MD* sha256_algorithm();

/// The public half of a key as SubjectPublicKeyInfo.
bytes write_public_der(EVP_PKEY* key);

}
