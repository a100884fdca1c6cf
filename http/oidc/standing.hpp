// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/clients.hpp"
#include "projections/consents.hpp"
#include "projections/grants.hpp"
#include "projections/sessions.hpp"
#include "projections/users.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muniment::oidc {

/// What a grant hangs on; null where there is none.
struct grant_parents {
  const users::row* user = nullptr;
  const clients::row* client = nullptr;
  const sessions::row* session = nullptr;
  const consents::row* consent = nullptr;
};

/// Why a grant allows nothing any more; nothing if it stands. An event may not have told yet: what
/// ends with a user, a client, a session or a consent ends with them at once.
///
/// A grant with `offline_access` outlives a session that ran out or gave way to another login,
/// which is what the user allowed (OIDC Core section 11). It does not outlive one that was ended:
/// whoever signs out is out everywhere. While a consent is withdrawn nothing stands that a third
/// party was given, whenever that was; giving it anew does not revive what was given until then.
std::optional<grant::grant_end> why_over(const grants::row& grant, const grant_parents& parents,
                                         instant now);

/// The scopes of a grant, or of a token of it, that its client may still have: one that an operator
/// took from the client is in no token that is given from then on, and opens nothing.
std::vector<std::string> still_allowed(std::vector<std::string> scopes, const clients::row& client);

}
