// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_check.hpp"

#include "crypto/password.hpp"

namespace muniment::oidc {
namespace {

std::optional<refusal_code> obstacle(const users::row* user,
                                     const credential::state<opened>& credential, bool admitted) {
  if (!user || user->phase == users::phase::erased) return refusal_code::wrong_credentials;
  if (user->phase == users::phase::disabled) return refusal_code::disabled;
  if (credential.phase != credential::phase::active || credential.password_hash.erased())
    return refusal_code::wrong_credentials;
  if (!admitted) return refusal_code::locked;
  return {};
}

}

password_candidate choose_candidate(const users::row* user,
                                    const credential::state<opened>& credential, bool admitted) {
  if (const auto refused = obstacle(user, credential, admitted))
    return {std::string(crypto::decoy_hash()), refused};
  return {credential.password_hash.reveal(), {}};
}

bool still_opens(const credential::state<opened>& credential, std::string_view proven) {
  return credential.phase == credential::phase::active && !credential.password_hash.erased() &&
         !credential.must_change && credential.password_hash.reveal() == proven;
}

}
