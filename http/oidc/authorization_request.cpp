// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_request.hpp"

namespace muniment::oidc {

pending_authorization begin(authorization_request wanted, std::optional<uuid> hinted_user,
                            instant now) {
  instant since{};
  if (wanted.max_age) since = now - std::chrono::seconds{*wanted.max_age};
  if (wanted.ask_login) since = now;
  return {std::move(wanted), hinted_user, since, now + pending_lifetime, false, {}};
}

}
