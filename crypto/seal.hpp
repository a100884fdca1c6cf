// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"

#include <cstddef>
#include <optional>

namespace muniment::crypto {

/// Most plaintext in one box.
inline constexpr std::size_t max_sealed_plaintext = std::size_t{1} << 20;

/// What a box adds to its plaintext: format 1, commitment 32, nonce 12, tag 16.
inline constexpr std::size_t seal_overhead = 1 + 32 + 12 + 16;

/// A key that seals and opens boxes. Immutable: one object serves all threads. Nonces are random,
/// so one key may seal at most 2^32 boxes (NIST SP 800-38D section 8.3); keys here belong to one
/// person, bucket or day, which stay far below.
class sealing_key {
public:
  static constexpr std::size_t secret_size = 32;

  /// Derives, by HKDF-SHA-256 without salt, the encryption key (info "muniment seal v1
  /// encryption") and the commitment (info "muniment seal v1 commitment"). Throws
  /// std::invalid_argument unless the secret has 32 bytes; does not keep it.
  explicit sealing_key(bytes_view secret);

  /// 32 bytes that name this key and no other, and tell nothing about it. May be published.
  const hash& commitment() const { return commitment_; }

private:
  friend bytes seal(const sealing_key&, bytes_view, bytes_view);
  friend std::optional<bytes> open(const sealing_key&, bytes_view, bytes_view);

  secret_bytes encryption_key_;
  hash commitment_;
};

/// Seals with AES-256-GCM. Box = format 0x01 ‖ commitment(32) ‖ nonce(12) ‖ ciphertext ‖ tag(16).
/// Authenticated along with it: u64 length ‖ format ‖ commitment ‖ u64 length ‖ the caller's data,
/// lengths big-endian. Throws std::length_error beyond max_sealed_plaintext. Any thread.
bytes seal(const sealing_key& key, bytes_view associated_data, bytes_view plaintext);

/// The plaintext; or nothing when the box is malformed, belongs to another key or other associated
/// data, or was changed. The commitment is compared, in constant time, before anything is
/// deciphered: GCM alone would let one box open under two keys. Any thread.
std::optional<bytes> open(const sealing_key& key, bytes_view associated_data, bytes_view box);

/// As open, for boxes that hold keys: the plaintext is wiped when its owner goes.
std::optional<secret_bytes> open_secret(const sealing_key& key, bytes_view associated_data,
                                        bytes_view box);

}
