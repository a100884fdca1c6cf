// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/credential.hpp"
#include "actors/refusals.hpp"
#include "projections/users.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// What a typed password is compared with. It is compared in any case, once, so that neither the
/// time nor the load of the server tells who exists.
struct password_candidate {
  std::string hash;                    ///< of the user, or one that no password matches
  std::optional<refusal_code> refused; ///< why it will not do, whatever was typed
};

/// `user` is null when the name is nobody's; `admitted` is what the count of attempts says.
password_candidate choose_candidate(const users::row* user,
                                    const credential::state<opened>& credential, bool admitted);

/// Whether the password that was checked against the hash `proven` is the one of this credential,
/// and opens the account by itself.
bool still_opens(const credential::state<opened>& credential, std::string_view proven);

}
