// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/authorization_request.hpp"

#include <string>
#include <vector>

namespace muniment::oidc {

/// Who sits at the browser, by a session that stands.
struct signed_in {
  uuid session;
  uuid user;
  instant authenticated_at;
  std::vector<std::string> methods; ///< RFC 8176
};

/// What a checked request needs next.
enum class next_step : unsigned char {
  give_code,
  log_in,
  choose_account, ///< as whom to go on: as who is signed in, or as somebody else
  ask_consent,
  refuse_login,   ///< `login_required` (OIDC Core section 3.1.2.6)
  refuse_choice,  ///< `interaction_required`
  refuse_consent, ///< `consent_required`
};

/// For what the user is asked though the request does not say so: it lies with the client.
struct reasons_to_ask {
  bool lacks_consent{}; ///< it is a third party without a consent that stands
  bool unassured{};     ///< another program can be in its place (RFC 8252 section 8.6)
};

/// The one place that decides whether the user is asked anything (OIDC Core section 3.1.2.3 and
/// 3.1.2.4). `present` is null when nobody is signed in. An answer counts in the session in which
/// it was given, and in no other. A client that is not assured gets no code for a session alone
/// (RFC 6749 section 10.2): somebody logs in, chooses their account or consents for each request.
next_step next(const pending_authorization& pending, const signed_in* present,
               const reasons_to_ask& client);

}
