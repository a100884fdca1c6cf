// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_code.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::size_t id_octets = 16;
constexpr std::size_t secret_octets = 32;

}

authorization_code make_code(const uuid& grant) {
  bytes whole(id_octets + secret_octets);
  std::ranges::copy(grant.octets, whole.begin());
  crypto::secret_fill(std::span(whole).subspan(id_octets));
  return {grant, crypto::base64url_encode(whole)};
}

std::optional<uuid> grant_of(std::string_view code) {
  const auto whole = crypto::base64url_decode(code);
  if (!whole || whole->size() != id_octets + secret_octets) return {};
  return uuid::from_bytes(bytes_view(*whole).first(id_octets));
}

bytes code_digest(std::string_view code) {
  const auto digest = crypto::sha256(as_bytes(code));
  return {digest.begin(), digest.end()};
}

}
