// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <string>

/// The change of a password by the person it is of (OWASP ASVS 5.0 6.2.2 and 6.2.3).
namespace muniment::account {

/// GET /account/password: the form. Who is not signed in goes to the login page, and from there to
/// the account page.
oidc::asio::awaitable<http::response> show_password_form(oidc::call at);

/// POST /account/password: what was typed into it. The current password is checked as at a login,
/// with its counts, its pauses and its record of refusals; the new one keeps the rules of
/// http/passwords. Every other session of the person ends, with what it gave (ASVS 7.4.3); this one
/// stays and is led to the account page, which says so. Where the others could not be ended, a page
/// tells that.
oidc::asio::awaitable<http::response> change_password(oidc::call at);

/// Whether the account page that is asked for is the one that the change leads to in this session.
oidc::asio::awaitable<bool> says_changed(oidc::call at, uuid session);

}
