// SPDX-License-Identifier: Apache-2.0
#include "crypto/signature.hpp"

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace muniment::crypto::detail {
namespace {

using ecdsa_signature = std::unique_ptr<ECDSA_SIG, freed_by<ECDSA_SIG_free>>;

constexpr std::size_t p256_field = 32;

// RFC 7518 section 3.5: MGF1 with the same hash, salt as long as the hash, and no other length.
bool set_padding(EVP_PKEY_CTX* context, algorithm use) {
  if (use != algorithm::PS256) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

// Ed25519 hashes by itself and refuses to be told how.
const EVP_MD* digest_for(algorithm use) {
  return use == algorithm::EdDSA ? nullptr : sha256_algorithm();
}

digest_context new_context() {
  digest_context context(EVP_MD_CTX_new());
  check(context != nullptr, "allocate a signature");
  return context;
}

using begin_function = decltype(EVP_DigestSignInit);

begun_signature begin(begin_function start, EVP_PKEY* key, algorithm use) {
  auto context = new_context();
  EVP_PKEY_CTX* parameters = nullptr;
  check(start(context.get(), &parameters, digest_for(use), nullptr, key) == 1 &&
            set_padding(parameters, use),
        "begin a signature");
  return {context.release(), EVP_MD_CTX_free};
}

digest_context copy_of(const begun_signature& begun) {
  auto context = new_context();
  check(EVP_MD_CTX_copy_ex(context.get(), begun.get()) == 1, "copy a signature that was begun");
  return context;
}

std::size_t longest_signature(const EVP_MD_CTX* context) {
  return static_cast<std::size_t>(
      EVP_PKEY_get_size(EVP_PKEY_CTX_get0_pkey(EVP_MD_CTX_get_pkey_ctx(context))));
}

// JOSE writes r ‖ s (RFC 7518 section 3.4), OpenSSL an ASN.1 sequence of the two.
bytes der_to_fixed(bytes_view der) {
  const auto* at = der.data();
  const ecdsa_signature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  check(parsed != nullptr, "read an ECDSA signature");
  bytes fixed(2 * p256_field);
  const bool fits =
      BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), fixed.data(), p256_field) == p256_field &&
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), fixed.data() + p256_field, p256_field) ==
          p256_field;
  check(fits, "write an ECDSA signature");
  return fixed;
}

big_number read_number(bytes_view digits) {
  big_number number(BN_bin2bn(digits.data(), static_cast<int>(digits.size()), nullptr));
  check(number != nullptr, "allocate a number");
  return number;
}

// Empty unless there are 64 bytes and neither number is zero. OpenSSL refuses zero as well; a
// signature that every key accepts is bad enough to be refused twice.
bytes fixed_to_der(bytes_view fixed) {
  if (fixed.size() != 2 * p256_field) return {};
  auto r = read_number(fixed.first(p256_field)), s = read_number(fixed.last(p256_field));
  if (BN_is_zero(r.get()) || BN_is_zero(s.get())) return {};
  const ecdsa_signature made(ECDSA_SIG_new());
  check(made != nullptr && ECDSA_SIG_set0(made.get(), r.get(), s.get()) == 1, "join r and s");
  // The signature owns both now.
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  bytes der(static_cast<std::size_t>(i2d_ECDSA_SIG(made.get(), nullptr)));
  auto* at = der.data();
  check(i2d_ECDSA_SIG(made.get(), &at) == static_cast<int>(der.size()), "write r and s");
  return der;
}

}

begun_signature begin_signing(EVP_PKEY* key, algorithm use) {
  return begin(EVP_DigestSignInit, key, use);
}

begun_signature begin_verifying(EVP_PKEY* key, algorithm use) {
  return begin(EVP_DigestVerifyInit, key, use);
}

bytes sign(const begun_signature& begun, algorithm use, bytes_view data) {
  const auto context = copy_of(begun);
  bytes signature(longest_signature(context.get()));
  std::size_t size = signature.size();
  check(EVP_DigestSign(context.get(), signature.data(), &size, data.data(), data.size()) == 1,
        "sign");
  signature.resize(size);
  return use == algorithm::ES256 ? der_to_fixed(signature) : signature;
}

bool verify(const begun_signature& begun, algorithm use, bytes_view data, bytes_view signature) {
  const auto der = use == algorithm::ES256 ? fixed_to_der(signature) : bytes();
  if (use == algorithm::ES256) signature = der;
  if (signature.empty()) return false;
  const auto context = copy_of(begun);
  const bool good = EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(),
                                     data.size()) == 1;
  if (!good) forget_errors();
  return good;
}

}
