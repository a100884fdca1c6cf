// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>

/// Bare AES-256-GCM (NIST SP 800-38D). Private to this room: the nonce is the caller's burden here,
/// and a repeated one gives the key away. Everybody else calls seal() and open().
namespace muniment::crypto::detail {

inline constexpr std::size_t gcm_key_size = 32;
inline constexpr std::size_t gcm_nonce_size = 12;
inline constexpr std::size_t gcm_tag_size = 16;

/// Writes ciphertext and tag to `output`, whose size is plaintext.size() + gcm_tag_size. The
/// associated data is the pieces one after the other.
void gcm_encrypt(bytes_view key, bytes_view nonce, std::initializer_list<bytes_view> associated,
                 bytes_view plaintext, std::span<std::uint8_t> output);

/// The plaintext of ciphertext and tag, or nothing when the tag does not match; what was deciphered
/// before that was known is wiped.
std::optional<bytes> gcm_decrypt(bytes_view key, bytes_view nonce,
                                 std::initializer_list<bytes_view> associated, bytes_view sealed);

}
