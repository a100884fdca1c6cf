// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_token.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace muniment::oidc {
namespace {

constexpr std::size_t id_octets = 16;

}

std::string refresh_token(const uuid& grant, const crypto::hash& secret) {
  bytes whole(grant.octets.begin(), grant.octets.end());
  whole.insert(whole.end(), secret.begin(), secret.end());
  return std::string(refresh_token_prefix) + crypto::base64url_encode(whole);
}

std::string make_refresh_token(const uuid& grant) {
  crypto::hash secret;
  crypto::secret_fill(secret);
  return refresh_token(grant, secret);
}

std::optional<uuid> grant_of_refresh_token(std::string_view token) {
  if (!token.starts_with(refresh_token_prefix)) return {};
  const auto whole = crypto::base64url_decode(token.substr(refresh_token_prefix.size()));
  if (!whole || whole->size() != id_octets + crypto::hash{}.size()) return {};
  return uuid::from_bytes(bytes_view(*whole).first(id_octets));
}

bytes refresh_digest(std::string_view token) {
  const auto digest = crypto::sha256(as_bytes(token));
  return {digest.begin(), digest.end()};
}

}
