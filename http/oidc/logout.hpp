// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The end_session endpoint (RP-Initiated Logout 1.0): GET with a query, POST with a form, from
/// anywhere. An ID token of the very session of this browser ends it at once; whoever brings none
/// makes the person be asked, since any page could send them here. Where the browser has no session
/// that stands, what the client of the ID token got in the session it names ends all the same
/// (docs/decisions/0018).
asio::awaitable<response> log_out(call at);

/// The answer to that question: POST.
asio::awaitable<response> confirm_logout(call at);

}
