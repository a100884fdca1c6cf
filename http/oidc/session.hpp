// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/session.hpp"
#include "http/oidc/call.hpp"
#include "http/oidc/interaction.hpp"
#include "http/oidc/session_cookie.hpp"

#include <optional>

namespace muniment::oidc {

/// Begins a session of a new id for somebody who proved by a password who they are; `client` is
/// whose request led to it. Nothing if the aggregate does not take it.
asio::awaitable<std::optional<session_cookie>> start_session(call at, uuid user,
                                                             std::optional<uuid> client);

/// Ends a session, for the user it is of; with a logout, all that it gave. Ending one that is over
/// changes nothing. False if the aggregate says no: then it stands.
asio::awaitable<bool> end_session(call at, signed_in who, session::session_end reason);

}
