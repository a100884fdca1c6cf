// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

/// What a person can open without any relying party.
namespace muniment::account {

/// GET /account: who is signed in, the way to another password, and the form that signs out. Who is
/// not goes to the login page, and from there back here.
oidc::asio::awaitable<http::response> show_account(oidc::call at);

/// POST /account/sign-out: ends the session of this browser, and no other one of the person.
oidc::asio::awaitable<http::response> sign_out(oidc::call at);

/// GET /account/signed-out: says so, unless somebody is signed in.
oidc::asio::awaitable<http::response> show_signed_out(oidc::call at);

/// GET /: leads to the account page.
oidc::asio::awaitable<http::response> show_home(oidc::call at);

}
