// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pkce.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::size_t shortest_verifier = 43, longest_verifier = 128, challenge_length = 43;

bool is_unreserved(char octet) {
  return http::is_letter(octet) || http::is_digit(octet) || octet == '-' || octet == '.' ||
         octet == '_' || octet == '~';
}

}

bool is_code_verifier(std::string_view text) {
  return text.size() >= shortest_verifier && text.size() <= longest_verifier &&
         std::all_of(text.begin(), text.end(), is_unreserved);
}

bool is_code_challenge(std::string_view text) {
  return text.size() == challenge_length && crypto::base64url_decode(text).has_value();
}

std::string code_challenge(std::string_view verifier) {
  return crypto::base64url_encode(crypto::sha256(as_bytes(verifier)));
}

}
