// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

#include <array>
#include <memory>

struct evp_md_ctx_st;

namespace muniment::crypto {

/// A SHA-256 value.
using hash = std::array<std::uint8_t, 32>;

/// SHA-256 of the bytes. Any thread: each keeps one context of its own.
hash sha256(bytes_view data);

/// SHA-512 (FIPS 180-4). Any thread.
std::array<std::uint8_t, 64> sha512(bytes_view data);

/// SHA-1 (FIPS 180-4), which protects nothing any more: for lists of others that name their entries
/// by it. Any thread.
std::array<std::uint8_t, 20> sha1(bytes_view data);

/// SHA-256 of bytes that come in pieces. One object serves one thread at a time.
class sha256_stream {
public:
  sha256_stream();
  ~sha256_stream();
  sha256_stream(sha256_stream&&) noexcept;
  sha256_stream& operator=(sha256_stream&&) noexcept;

  /// Goes on from the same pieces as `other`, which goes on as well.
  sha256_stream(const sha256_stream& other);
  sha256_stream& operator=(const sha256_stream& other);

  /// Adds a piece; returns itself, so that pieces chain.
  sha256_stream& update(bytes_view piece);

  /// The digest of all pieces since the start or the last finish; the stream starts anew.
  hash finish();

private:
  struct context_freer {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, context_freer> context_;
};

/// HMAC-SHA-256 (RFC 2104). An empty key is lawful here as in the RFC: who takes keys from outside
/// checks their length. Any thread; no trace of the key stays behind.
hash hmac_sha256(bytes_view key, bytes_view data);

/// The most HKDF can give: 255 blocks of 32 bytes (RFC 5869 section 2.3).
inline constexpr std::size_t max_hkdf_length = 255 * 32;

/// HKDF-SHA-256, extract and expand (RFC 5869). An empty salt stands for 32 zero bytes. Throws
/// std::length_error beyond max_hkdf_length. Any thread.
secret_bytes hkdf_sha256(bytes_view key, bytes_view salt, bytes_view info, std::size_t length);

}
