// SPDX-License-Identifier: Apache-2.0
#include "crypto/password.hpp"

#include "crypto/password_schemes.hpp"
#include "crypto/random.hpp"

#include <stdexcept>

namespace muniment::crypto {
namespace {

// OWASP Password Storage Cheat Sheet, the first of its equal settings by memory that fits a pool.
constexpr std::uint32_t memory_kib = 19'456;
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_size = 16;
constexpr std::size_t output_size = 32;

}

std::string hash_password(bytes_view password) {
  if (password.size() > max_password_size) throw std::length_error("the password is too long");
  detail::argon2id_hash made{memory_kib, passes, lanes, random_bytes(salt_size),
                             bytes(output_size)};
  made.expected = detail::compute_argon2id(made, password);
  return detail::print_argon2id(made);
}

password_check verify_password(std::string_view stored, bytes_view password) {
  if (stored.size() > max_password_hash_size) return password_check::malformed;
  if (password.size() > max_password_size) return password_check::mismatch;
  if (stored.starts_with("$argon2id$")) return detail::verify_argon2id(stored, password);
  if (stored.starts_with("$2")) return detail::verify_bcrypt(stored, password);
  if (stored.starts_with("$pbkdf2-")) return detail::verify_pbkdf2(stored, password);
  return password_check::malformed;
}

bool needs_upgrade(std::string_view stored) {
  if (stored.size() > max_password_hash_size) return true;
  const auto parsed = detail::parse_argon2id(stored);
  return !parsed || parsed->memory_kib < memory_kib || parsed->passes < passes ||
         parsed->salt.size() < salt_size || parsed->expected.size() < output_size;
}

std::string_view decoy_hash() {
  // Salt and hash are the ASCII letters themselves, so that anybody sees no password was chosen.
  return "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGtub3dzIGl0IQ$"
         "dGhpcyBpcyBub3QgdGhlIGhhc2ggb2YgYSB3b3JkISE";
}

}
