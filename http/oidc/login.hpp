// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/pending.hpp"

#include <optional>
#include <string>

namespace muniment::oidc {

/// Goes on with a login whose password was right, and had the hash `proven`. The session that was
/// there ends: its cookie is replaced, and an id is never carried over a login. Nothing when
/// another password was set meanwhile: whoever set it may have ended all sessions before this one
/// was there to be ended. It is ended here then, and the refusal recorded, as of a wrong password.
asio::awaitable<std::optional<response>> welcome(login_call under_way, uuid user,
                                                 std::string proven);

/// The login form: GET /login?request=….
asio::awaitable<response> show_login(call at);

/// What was typed into it: POST /login. A welcome starts a session of a new id, ends the one before
/// and goes on to where the login leads; a one-time password leads to the form in which it is
/// replaced (http/oidc/change_password.hpp); every other answer is the same form again, octet for
/// octet but for its token, whatever the reason. Where too many logins failed before, from the
/// same address, it is the page that says so (429 with Retry-After), whomever this one is for.
asio::awaitable<response> log_in(call at);

}
