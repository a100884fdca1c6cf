// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/password.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// The schemes behind password.hpp. Private to this room.
namespace muniment::crypto::detail {

/// The parts between the separators, empty ones included.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number without sign or leading zero, within the bounds.
std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t least,
                                          std::uint32_t most);

/// As parse_number, for "name=number"; `name` includes the equals sign.
std::optional<std::uint32_t> parse_parameter(std::string_view text, std::string_view name,
                                             std::uint32_t least, std::uint32_t most);

/// Whether the sizes of salt and hash lie within what password.hpp promises to read.
bool acceptable_sizes(const bytes& salt, const bytes& expected);

struct argon2id_hash {
  std::uint32_t memory_kib, passes, lanes;
  bytes salt, expected;
};

std::optional<argon2id_hash> parse_argon2id(std::string_view stored);
std::string print_argon2id(const argon2id_hash& made);

/// The raw hash, expected.size() bytes of it. Runs on the calling thread only.
bytes compute_argon2id(const argon2id_hash& parameters, bytes_view password);

password_check verify_argon2id(std::string_view stored, bytes_view password);
password_check verify_bcrypt(std::string_view stored, bytes_view password);
password_check verify_pbkdf2(std::string_view stored, bytes_view password);

enum class pbkdf2_digest { sha256, sha512 };

/// PBKDF2-HMAC (RFC 8018 section 5.2).
bytes pbkdf2(pbkdf2_digest digest, bytes_view password, bytes_view salt, std::uint32_t iterations,
             std::size_t length);

}
