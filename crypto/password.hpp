// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Password hashes as strings that carry their own parameters. Passwords are bytes here: Unicode
/// normalisation happened before. Every hash takes tens of milliseconds and megabytes of memory:
/// call from the password pool, never from an I/O or actor thread. Thread-safe.
namespace muniment::crypto {

/// Longer passwords are never hashed and never match.
inline constexpr std::size_t max_password_size = 1024;

/// Longest hash string that is read.
inline constexpr std::size_t max_password_hash_size = 512;

/// Argon2id by the OWASP minimum (m = 19,456 KiB, t = 2, p = 1; RFC 9106), 16 bytes of random salt,
/// as PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Throws std::length_error beyond
/// max_password_size.
std::string hash_password(bytes_view password);

enum class password_check {
  match,
  mismatch,
  malformed, ///< The stored string is none of the known forms, or costs more than the limits allow.
};

/// Compares a password with a stored hash, in constant time once hashed. Read are:
/// - Argon2id PHC, version 19: m ≤ 256 MiB, t ≤ 10, p ≤ 4;
/// - bcrypt `$2a$`, `$2b$`, `$2y$`: cost ≤ 15; passwords over 72 bytes or with a zero byte never
///   match, because bcrypt would see only their beginning;
/// - PBKDF2-HMAC-SHA256 and -SHA512, `$pbkdf2-sha256$i=…$salt$hash` and passlib's
///   `$pbkdf2-sha256$…$salt$hash` with '.' for '+': ≤ 2,000,000 iterations.
/// Salts have 8 to 64 bytes, hashes 16 to 64. The limits keep an imported hash from being a denial
/// of service.
password_check verify_password(std::string_view stored, bytes_view password);

/// Whether the hash should be made anew at the next login that matches: it is not Argon2id or
/// cheaper than what hash_password makes. True for malformed strings too.
bool needs_upgrade(std::string_view stored);

/// A hash that no known password matches and that costs what a fresh one costs: verify against it
/// for a user who does not exist.
std::string_view decoy_hash();

}
