// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_request.hpp"

#include "events/codec/msgpack.hpp"

namespace muniment::oidc {

pending_authorization begin(authorization_request wanted, std::optional<uuid> hinted_user,
                            instant now) {
  instant since{};
  if (wanted.max_age) since = now - std::chrono::seconds{*wanted.max_age};
  if (wanted.ask_login) since = now;
  return {std::move(wanted), hinted_user, since, now + pending_lifetime, false};
}

std::optional<pending_authorization> read_pending(bytes_view opened, instant now) {
  auto pending = unpack<pending_authorization>(opened);
  if (!pending || now >= pending->expires_at) return {};
  return std::move(*pending);
}

}
