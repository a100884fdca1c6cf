// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"

#include "crypto/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace muniment::crypto {
namespace {

using detail::check;
using detail::owned_key;
using private_key_info =
    std::unique_ptr<PKCS8_PRIV_KEY_INFO, detail::freed_by<PKCS8_PRIV_KEY_INFO_free>>;

bool is_sound_rsa(EVP_PKEY* key) {
  const int bits = EVP_PKEY_get_bits(key);
  BIGNUM* read = nullptr;
  if (!EVP_PKEY_is_a(key, "RSA") || bits < 2048 || bits > 8192) return false;
  check(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &read) == 1, "read an RSA exponent");
  const detail::big_number exponent(read);
  return BN_is_odd(exponent.get()) && !BN_is_one(exponent.get()) &&
         BN_num_bits(exponent.get()) <= 64;
}

bool is_p256(EVP_PKEY* key) {
  std::array<char, 32> group{};
  return EVP_PKEY_is_a(key, "EC") &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == SN_X9_62_prime256v1;
}

bool is_on_curve(EVP_PKEY* key) {
  const detail::key_context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  check(context != nullptr, "allocate a key check");
  return EVP_PKEY_public_check(context.get()) == 1;
}

bool fits(EVP_PKEY* key, algorithm use) {
  switch (use) {
  case algorithm::RS256:
  case algorithm::PS256:
    return is_sound_rsa(key);
  case algorithm::ES256:
    return is_p256(key) && is_on_curve(key);
  case algorithm::EdDSA:
    return EVP_PKEY_is_a(key, "ED25519") == 1;
  }
  return false;
}

// Null unless `parsed` is a key for that algorithm and was all there was.
std::shared_ptr<evp_pkey_st> accepted(owned_key parsed, algorithm use, bool whole) {
  const bool good = parsed != nullptr && whole && fits(parsed.get(), use);
  detail::forget_errors();
  if (!good) return nullptr;
  return {parsed.release(), EVP_PKEY_free};
}

owned_key new_key(algorithm use, unsigned rsa_bits) {
  switch (use) {
  case algorithm::RS256:
  case algorithm::PS256:
    if (rsa_bits != 2048 && rsa_bits != 3072 && rsa_bits != 4096)
      throw std::invalid_argument("RSA keys have 2048, 3072 or 4096 bits");
    return owned_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{rsa_bits}));
  case algorithm::ES256:
    return owned_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  case algorithm::EdDSA:
    return owned_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  }
  return nullptr;
}

}

std::string_view to_string(algorithm name) {
  return algorithm_names.at(static_cast<std::size_t>(name));
}

std::optional<algorithm> parse_algorithm(std::string_view name) {
  const auto found = std::ranges::find(algorithm_names, name);
  if (found == algorithm_names.end()) return std::nullopt;
  return static_cast<algorithm>(found - algorithm_names.begin());
}

verification_key::verification_key(std::string kid, algorithm use, std::shared_ptr<evp_pkey_st> key)
    : kid_(std::move(kid)), use_(use), key_(std::move(key)),
      verifying_(detail::begin_verifying(key_.get(), use)) {}

std::optional<verification_key> verification_key::from_public_der(std::string kid, algorithm use,
                                                                  bytes_view der) {
  const auto* at = der.data();
  owned_key parsed(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  auto key = accepted(std::move(parsed), use, at == der.data() + der.size());
  if (!key) return std::nullopt;
  return verification_key(std::move(kid), use, std::move(key));
}

bytes verification_key::to_public_der() const { return detail::write_public_der(key_.get()); }

bool verification_key::verify(bytes_view data, bytes_view signature) const {
  return detail::verify(verifying_, use_, data, signature);
}

signing_key::signing_key(std::string kid, algorithm use, std::shared_ptr<evp_pkey_st> key)
    : private_(std::move(key)), signing_(detail::begin_signing(private_.get(), use)),
      public_(verification_key::from_public_der(std::move(kid), use,
                                                detail::write_public_der(private_.get()))
                  .value()) {}

signing_key signing_key::generate(std::string kid, algorithm use, unsigned rsa_bits) {
  auto made = new_key(use, rsa_bits);
  check(made != nullptr, "generate a key");
  std::shared_ptr<evp_pkey_st> shared(made.release(), EVP_PKEY_free);
  return signing_key(std::move(kid), use, std::move(shared));
}

std::optional<signing_key> signing_key::from_private_der(std::string kid, algorithm use,
                                                         bytes_view der) {
  const auto* at = der.data();
  const private_key_info info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  owned_key parsed(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  auto key = accepted(std::move(parsed), use, at == der.data() + der.size());
  if (!key) return std::nullopt;
  return signing_key(std::move(kid), use, std::move(key));
}

secret_bytes signing_key::to_private_der() const {
  const private_key_info info(EVP_PKEY2PKCS8(private_.get()));
  check(info != nullptr, "prepare a private key");
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
  check(size > 0, "measure a private key");
  bytes der(static_cast<std::size_t>(size));
  auto* at = der.data();
  check(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) == size, "write a private key");
  return secret_bytes(std::move(der));
}

bytes signing_key::sign(bytes_view data) const { return detail::sign(signing_, use(), data); }

}
