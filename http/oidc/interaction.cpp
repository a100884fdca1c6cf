// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/interaction.hpp"

namespace muniment::oidc {
namespace {

next_step identify(const pending_authorization& pending, bool just_logged_in) {
  if (pending.wanted.silent) return next_step::refuse_login;
  // Somebody logged in, but not the user the client hinted at: asking again would go in circles.
  return just_logged_in ? next_step::refuse_login : next_step::log_in;
}

/// Whether the user logs in for this very request (OIDC Core section 3.1.2.1). The moment alone
/// does not tell: somebody may have logged in since, for something else.
bool wants_own_login(const authorization_request& wanted) {
  return wanted.ask_login || wanted.max_age == 0U;
}

}

next_step next(const pending_authorization& pending, const signed_in* present,
               const reasons_to_ask& client) {
  const auto& wanted = pending.wanted;
  const bool answered = present && pending.answered_in == present->session;
  const bool recent = present && present->authenticated_at >= pending.authenticated_since &&
                      (answered || !wants_own_login(wanted));
  const bool right_user = present && pending.hinted_user.value_or(present->user) == present->user;
  if (!recent || !right_user) return identify(pending, recent && answered);
  if (wanted.ask_account && !answered) return next_step::choose_account;
  if (client.lacks_consent || wanted.ask_consent)
    return wanted.silent ? next_step::refuse_consent : next_step::ask_consent;
  if (answered || !client.unassured) return next_step::give_code;
  return wanted.silent ? next_step::refuse_choice : next_step::choose_account;
}

}
