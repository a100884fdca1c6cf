// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/pending.hpp"

namespace muniment::oidc {

/// Goes on with a login whose password was right. The session that was there ends: its cookie is
/// replaced, and an id is never carried over a login.
asio::awaitable<response> welcome(login_call under_way, uuid user);

/// The login form: GET /login?request=….
asio::awaitable<response> show_login(call at);

/// What was typed into it: POST /login. A welcome starts a session of a new id, ends the one before
/// and goes on to where the login leads; a one-time password leads to the form in which it is
/// replaced (http/oidc/change_password.hpp); every other answer is the same form again, octet for
/// octet but for its token, whatever the reason. Where too many logins failed before, from the
/// same address, it is the page that says so (429 with Retry-After), whomever this one is for.
asio::awaitable<response> log_in(call at);

}
