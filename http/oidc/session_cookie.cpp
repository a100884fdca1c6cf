// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/session_cookie.hpp"

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "events/codec/msgpack.hpp"

namespace muniment::oidc {
namespace {

constexpr std::size_t secret_octets = 32;

}

session_cookie make_session_cookie(const uuid& session, instant now) {
  bytes secret(secret_octets);
  crypto::secret_fill(secret);
  return {session, std::move(secret), now};
}

bytes secret_digest(const session_cookie& cookie) {
  const auto digest = crypto::sha256(cookie.secret);
  return {digest.begin(), digest.end()};
}

std::optional<session_cookie> read_session_cookie(bytes_view opened) {
  auto cookie = unpack<session_cookie>(opened);
  if (!cookie) return {};
  return std::move(*cookie);
}

bool stands(const sessions::row& session, const session_cookie& cookie, instant now) {
  const auto idle = std::chrono::seconds{session.idle_seconds};
  return session.id == cookie.session && !session.ended_at && now < session.expires_at &&
         now < cookie.last_used + idle &&
         crypto::equal_in_constant_time(session.secret_digest, secret_digest(cookie));
}

}
