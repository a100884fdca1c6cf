// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refresh_token.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::size_t id_octets = 16;
constexpr std::size_t secret_octets = crypto::hash{}.size();
constexpr std::size_t mark_octets = 16;
constexpr std::size_t unmarked_octets = id_octets + secret_octets;

std::string written(const bytes& whole) {
  return std::string(refresh_token_prefix) + crypto::base64url_encode(whole);
}

bytes joined(const uuid& grant, const crypto::hash& secret) {
  bytes whole(grant.octets.begin(), grant.octets.end());
  whole.insert(whole.end(), secret.begin(), secret.end());
  return whole;
}

}

std::string refresh_token(const uuid& grant, const crypto::hash& secret) {
  return written(joined(grant, secret));
}

std::string refresh_token(const uuid& grant, const crypto::hash& secret, const crypto::hash& mark) {
  auto whole = joined(grant, secret);
  whole.insert(whole.end(), mark.begin(), mark.begin() + mark_octets);
  return written(whole);
}

std::string make_refresh_token(const uuid& grant) {
  crypto::hash secret;
  crypto::secret_fill(secret);
  return refresh_token(grant, secret);
}

std::optional<refresh_token_parts> parse_refresh_token(std::string_view token) {
  if (!token.starts_with(refresh_token_prefix)) return {};
  const auto whole = crypto::base64url_decode(token.substr(refresh_token_prefix.size()));
  if (!whole) return {};
  const bool marked = whole->size() == unmarked_octets + mark_octets;
  if (!marked && whole->size() != unmarked_octets) return {};
  const bytes_view octets(*whole);
  const auto grant = uuid::from_bytes(octets.first(id_octets));
  if (!grant) return {};
  refresh_token_parts parts{*grant, {}, {}};
  std::ranges::copy(octets.subspan(id_octets, secret_octets), parts.secret.begin());
  const auto mark = octets.subspan(unmarked_octets);
  parts.mark.assign(mark.begin(), mark.end());
  return parts;
}

std::optional<uuid> grant_of_refresh_token(std::string_view token) {
  const auto parts = parse_refresh_token(token);
  if (!parts) return {};
  return parts->grant;
}

std::string marked_text(const uuid& grant, const crypto::hash& secret) {
  return to_string(grant) + " " + crypto::hex_encode(secret);
}

bool bear(const refresh_token_parts& parts, const crypto::hash& mark) {
  return parts.mark.size() == mark_octets &&
         crypto::equal_in_constant_time(parts.mark, bytes_view(mark).first(mark_octets));
}

bytes refresh_digest(std::string_view token) {
  const auto digest = crypto::sha256(as_bytes(token));
  return {digest.begin(), digest.end()};
}

}
