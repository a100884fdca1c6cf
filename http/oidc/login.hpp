// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The login form: GET /login?request=….
asio::awaitable<response> show_login(call at);

/// What was typed into it: POST /login. A welcome starts a session of a new id, ends the one before
/// and goes on to where the login leads; every other answer is the same form again, octet for
/// octet but for its token, whatever the reason.
asio::awaitable<response> log_in(call at);

}
