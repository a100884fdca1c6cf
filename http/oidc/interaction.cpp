// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/interaction.hpp"

namespace muniment::oidc {
namespace {

next_step identify(const pending_authorization& pending, bool just_logged_in) {
  if (pending.wanted.silent) return next_step::refuse_login;
  // Somebody logged in, but not the user the client hinted at: asking again would go in circles.
  return just_logged_in ? next_step::refuse_login : next_step::log_in;
}

}

next_step next(const pending_authorization& pending, const signed_in* present, bool needs_consent) {
  const bool recent = present && present->authenticated_at >= pending.authenticated_since;
  const bool right_user = present && pending.hinted_user.value_or(present->user) == present->user;
  if (!recent || !right_user) return identify(pending, recent && pending.asked);
  if (pending.wanted.ask_account && !pending.asked) return next_step::choose_account;
  if (!needs_consent && !pending.wanted.ask_consent) return next_step::give_code;
  return pending.wanted.silent ? next_step::refuse_consent : next_step::ask_consent;
}

}
