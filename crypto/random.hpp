// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

#include <string>

/// Randomness from OpenSSL's generators and comparison that tells nothing. Any thread; a generator
/// that fails throws std::runtime_error: there is no weaker one to fall back to.
namespace muniment::crypto {

/// Random bytes that may be seen: nonces, salts, ids. Each thread draws them some ahead; a process
/// that was forked draws its own.
bytes random_bytes(std::size_t size);
void random_fill(std::span<std::uint8_t> target);

/// Random bytes that must not be seen: keys, and what whoever shows it is let in by. They come from
/// a generator apart from the one above, so that no nonce tells about its state, and are nowhere
/// before they are asked for.
secret_bytes random_secret(std::size_t size);
void secret_fill(std::span<std::uint8_t> target);

/// A bearer secret of n random bytes as base64url text; 32 bytes give 43 letters.
std::string random_token(std::size_t n_bytes);

/// A name of n random bytes, not secret, that people type: base64url text that never begins with
/// `-`, which a command line would take for an option. At least one byte.
std::string random_name(std::size_t n_bytes);

/// Whether both hold the same bytes, in a time that depends on their lengths only. The lengths
/// themselves are not hidden: bytes of unequal length are unequal at once.
bool equal_in_constant_time(bytes_view left, bytes_view right);

}
