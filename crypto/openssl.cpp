// SPDX-License-Identifier: Apache-2.0
#include "crypto/openssl.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <stdexcept>
#include <string>

namespace muniment::crypto::detail {

void check(bool succeeded, const char* operation) {
  if (succeeded) return;
  forget_errors();
  throw std::runtime_error(std::string("cryptographic operation failed: ") + operation);
}

void forget_errors() { ERR_clear_error(); }

const EVP_MD* sha256_algorithm() {
  // Never freed: threads that outlive static destruction may still be hashing.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  check(algorithm != nullptr, "fetch SHA-256");
  return algorithm;
}

bytes write_public_der(EVP_PKEY* key) {
  const int size = i2d_PUBKEY(key, nullptr);
  check(size > 0, "measure a public key");
  bytes der(static_cast<std::size_t>(size));
  auto* at = der.data();
  check(i2d_PUBKEY(key, &at) == size, "write a public key");
  return der;
}

}
