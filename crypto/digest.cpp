// SPDX-License-Identifier: Apache-2.0
#include "crypto/digest.hpp"

#include "crypto/openssl.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace muniment::crypto {
namespace {

void start(EVP_MD_CTX* context) {
  detail::check(EVP_DigestInit_ex2(context, detail::sha256_algorithm(), nullptr) == 1,
                "start SHA-256");
}

detail::digest_context new_digest_context() {
  detail::digest_context context(EVP_MD_CTX_new());
  detail::check(context != nullptr, "allocate SHA-256");
  return context;
}

hash finish_digest(EVP_MD_CTX* context) {
  hash digest;
  detail::check(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1, "finish SHA-256");
  return digest;
}

detail::mac_context new_hmac_context() {
  const std::unique_ptr<EVP_MAC, detail::freed_by<EVP_MAC_free>> algorithm(
      EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  detail::mac_context context(algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr);
  char digest_name[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
      OSSL_PARAM_construct_end()};
  detail::check(context && EVP_MAC_CTX_set_params(context.get(), parameters) == 1, "prepare HMAC");
  return context;
}

// Knows its hash, which to look up costs more than an HMAC, and no key. Never freed: threads that
// outlive static destruction may still copy it.
const EVP_MAC_CTX* keyless_hmac() {
  static const EVP_MAC_CTX* const context = new_hmac_context().release();
  return context;
}

// HMAC over several pieces. The context is new each time: a kept one would keep the last key too.
hash hmac_of(bytes_view key, std::initializer_list<bytes_view> pieces) {
  const detail::mac_context context(EVP_MAC_CTX_dup(keyless_hmac()));
  detail::check(context != nullptr, "allocate HMAC");
  // A null key would mean "the one you had": an empty key must still have an address.
  const std::uint8_t nothing = 0;
  const auto* start_of_key = key.empty() ? &nothing : key.data();
  bool good = EVP_MAC_init(context.get(), start_of_key, key.size(), nullptr) == 1;
  for (const auto piece : pieces)
    good = good && EVP_MAC_update(context.get(), piece.data(), piece.size()) == 1;
  hash mac;
  std::size_t written = 0;
  good = good && EVP_MAC_final(context.get(), mac.data(), &written, mac.size()) == 1;
  detail::check(good && written == mac.size(), "compute HMAC");
  return mac;
}

}

hash sha256(bytes_view data) {
  // SHA-256 has no key to leave behind, so each thread keeps its context: it halves the cost.
  thread_local const auto context = new_digest_context();
  start(context.get());
  detail::check(EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1, "update SHA-256");
  return finish_digest(context.get());
}

std::array<std::uint8_t, 64> sha512(bytes_view data) {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  detail::check(algorithm != nullptr, "fetch SHA-512");
  std::array<std::uint8_t, 64> digest{};
  detail::check(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, algorithm, nullptr) ==
                    1,
                "compute SHA-512");
  return digest;
}

std::array<std::uint8_t, 20> sha1(bytes_view data) {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  detail::check(algorithm != nullptr, "fetch SHA-1");
  std::array<std::uint8_t, 20> digest{};
  detail::check(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, algorithm, nullptr) ==
                    1,
                "compute SHA-1");
  return digest;
}

sha256_stream::sha256_stream() : context_(new_digest_context().release()) { start(context_.get()); }
sha256_stream::~sha256_stream() = default;
sha256_stream::sha256_stream(sha256_stream&&) noexcept = default;
sha256_stream& sha256_stream::operator=(sha256_stream&&) noexcept = default;

sha256_stream::sha256_stream(const sha256_stream& other)
    : context_(new_digest_context().release()) {
  detail::check(EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()) == 1, "copy SHA-256");
}

sha256_stream& sha256_stream::operator=(const sha256_stream& other) {
  return *this = sha256_stream(other);
}

void sha256_stream::context_freer::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

sha256_stream& sha256_stream::update(bytes_view piece) {
  detail::check(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) == 1,
                "update SHA-256");
  return *this;
}

hash sha256_stream::finish() {
  const auto digest = finish_digest(context_.get());
  start(context_.get());
  return digest;
}

hash hmac_sha256(bytes_view key, bytes_view data) { return hmac_of(key, {data}); }

secret_bytes hkdf_sha256(bytes_view key, bytes_view salt, bytes_view info, std::size_t length) {
  if (length > max_hkdf_length) throw std::length_error("HKDF cannot give that many bytes");
  // Written out over HMAC, so that it can be held against RFC 5869 section 2 line by line.
  hash extracted = hmac_of(salt, {key});
  hash block{};
  bytes output(length);
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < length;) {
    const auto previous = counter == 0 ? bytes_view() : bytes_view(block);
    ++counter;
    block = hmac_of(extracted, {previous, info, bytes_view(&counter, 1)});
    const auto take = std::min(block.size(), length - done);
    std::copy_n(block.begin(), take, output.begin() + static_cast<std::ptrdiff_t>(done));
    done += take;
  }
  wipe(extracted);
  wipe(block);
  return secret_bytes(std::move(output));
}

}
