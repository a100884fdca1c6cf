// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/pending.hpp"

namespace muniment::oidc {

/// The form in which somebody who typed a one-time password into the login form chooses their own.
/// `proven` is the hash that stands for it; `box` is the sealed login it belongs to.
asio::awaitable<response> ask_new_password(login_call under_way, std::string box, uuid user,
                                           std::string proven);

/// What was typed into it: POST /login/password. What is chosen becomes the password, and the login
/// goes on as if it had been typed at once. Works without JavaScript.
asio::awaitable<response> take_new_password(call at);

}
