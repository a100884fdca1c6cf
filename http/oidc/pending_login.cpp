// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pending_login.hpp"

#include "events/codec/msgpack.hpp"

namespace muniment::oidc {

pending_login login_for(pending_authorization request) {
  return {destination::authorization, std::move(request)};
}

std::optional<pending_login> read_pending_login(bytes_view opened, instant now) {
  auto pending = unpack<pending_login>(opened);
  if (!pending) return {};
  const auto& request = pending->authorization;
  if (request.has_value() != (pending->leads_to == destination::authorization)) return {};
  if (request && now >= request->expires_at) return {};
  return std::move(*pending);
}

}
