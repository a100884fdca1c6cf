// SPDX-License-Identifier: Apache-2.0
#include "events/upcast/session_v1.hpp"

#include "events/session.hpp"

namespace muniment {

session::started previous<session::started>::upcast(type from) {
  return {from.user,
          std::move(from.secret_digest),
          std::move(from.methods),
          from.authenticated_at,
          from.expires_at,
          from.idle_seconds,
          std::nullopt};
}

}
