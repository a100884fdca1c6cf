// SPDX-License-Identifier: Apache-2.0
#include "crypto/openssl.hpp"
#include "crypto/password_schemes.hpp"
#include "crypto/random.hpp"

#include <crypt.h>

#include <algorithm>
#include <memory>

namespace muniment::crypto::detail {
namespace {

constexpr std::size_t hash_size = 60; // "$2b$12$", 22 letters of salt, 31 of hash
constexpr std::size_t result_size = 31;
constexpr std::size_t most_seen = 72; // Blowfish takes no longer key

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '.' && letter <= '9');
}

bool well_formed(std::string_view stored) {
  if (stored.size() != hash_size || stored[3] != '$' || stored[6] != '$') return false;
  const auto minor = stored[2];
  if (minor != 'a' && minor != 'b' && minor != 'y') return false;
  auto cost = stored.substr(4, 2);
  if (cost.front() == '0') cost.remove_prefix(1);
  return parse_number(cost, 4, 15) && std::ranges::all_of(stored.substr(7), is_letter);
}

// Holds the password and the key schedule while libxcrypt works.
struct wiped_work {
  std::unique_ptr<crypt_data> data = std::make_unique<crypt_data>();
  ~wiped_work() { wipe({reinterpret_cast<std::uint8_t*>(data.get()), sizeof(crypt_data)}); }
};

}

password_check verify_bcrypt(std::string_view stored, bytes_view password) {
  if (!well_formed(stored)) return password_check::malformed;
  const bool seen_whole =
      password.size() <= most_seen && std::ranges::find(password, 0) == password.end();
  if (!seen_whole) return password_check::mismatch;
  auto phrase = bytes(password.begin(), password.end());
  phrase.push_back(0);
  const secret_bytes terminated(std::move(phrase));
  const std::string setting(stored);
  const wiped_work work;
  const char* made = crypt_r(as_text(terminated.reveal()).data(), setting.c_str(), work.data.get());
  const std::string_view result(made == nullptr ? "" : made);
  if (result.size() != hash_size) return password_check::malformed;
  // Some libraries set unused bits in the last letter of the salt; only the hash itself counts.
  return equal_in_constant_time(as_bytes(result.substr(hash_size - result_size)),
                                as_bytes(stored.substr(hash_size - result_size)))
             ? password_check::match
             : password_check::mismatch;
}

}
