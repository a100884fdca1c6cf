// SPDX-License-Identifier: Apache-2.0
#include "crypto/encoding.hpp"
#include "crypto/openssl.hpp"
#include "crypto/password_schemes.hpp"
#include "crypto/random.hpp"

#include <algorithm>

namespace muniment::crypto::detail {
namespace {

constexpr std::uint32_t most_iterations = 2'000'000;

struct pbkdf2_hash {
  pbkdf2_digest digest;
  std::uint32_t iterations;
  bytes salt, expected;
};

// PHC writes `i=600000`; passlib the bare number, and its base64 has '.' where ours has '+'.
std::optional<pbkdf2_hash> parse(std::string_view stored) {
  const auto fields = split(stored, '$');
  if (fields.size() != 5) return std::nullopt;
  if (fields[1] != "pbkdf2-sha256" && fields[1] != "pbkdf2-sha512") return std::nullopt;
  const bool phc = fields[2].starts_with("i=");
  const auto iterations = phc ? parse_parameter(fields[2], "i=", 1, most_iterations)
                              : parse_number(fields[2], 1, most_iterations);
  const auto decode = [phc](std::string_view field) -> std::optional<bytes> {
    if (phc) return base64_unpadded_decode(field);
    if (field.find('+') != std::string_view::npos) return std::nullopt;
    std::string text(field);
    std::ranges::replace(text, '.', '+');
    return base64_unpadded_decode(text);
  };
  auto salt = decode(fields[3]), expected = decode(fields[4]);
  if (!iterations || !salt || !expected || !acceptable_sizes(*salt, *expected)) return std::nullopt;
  const auto digest = fields[1].ends_with("512") ? pbkdf2_digest::sha512 : pbkdf2_digest::sha256;
  return pbkdf2_hash{digest, *iterations, *std::move(salt), *std::move(expected)};
}

const EVP_MD* sha512_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  check(algorithm != nullptr, "fetch SHA-512");
  return algorithm;
}

}

bytes pbkdf2(pbkdf2_digest digest, bytes_view password, bytes_view salt, std::uint32_t iterations,
             std::size_t length) {
  bytes output(length);
  const auto* algorithm = digest == pbkdf2_digest::sha512 ? sha512_algorithm() : sha256_algorithm();
  // A null password would be measured as a string.
  const auto* phrase = password.empty() ? "" : as_text(password).data();
  check(PKCS5_PBKDF2_HMAC(phrase, static_cast<int>(password.size()), salt.data(),
                          static_cast<int>(salt.size()), static_cast<int>(iterations), algorithm,
                          static_cast<int>(output.size()), output.data()) == 1,
        "hash with PBKDF2");
  return output;
}

password_check verify_pbkdf2(std::string_view stored, bytes_view password) {
  const auto parsed = parse(stored);
  if (!parsed) return password_check::malformed;
  const auto made =
      pbkdf2(parsed->digest, password, parsed->salt, parsed->iterations, parsed->expected.size());
  return equal_in_constant_time(made, parsed->expected) ? password_check::match
                                                        : password_check::mismatch;
}

}
