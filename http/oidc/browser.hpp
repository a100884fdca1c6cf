// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/oidc/interaction.hpp"
#include "http/oidc/session_cookie.hpp"

#include <optional>
#include <string>

/// What a browser holds for this host, and proves with it.
namespace muniment::oidc {

/// The cookie of a browser before it is signed in: what login forms are bound to.
inline constexpr std::string_view visitor_cookie_name = "__Host-visitor";

/// A session that stands.
struct present_session {
  signed_in who;
  session_cookie cookie;
};

/// Who is signed in: the session of the cookie, if it stands and its user is active.
asio::awaitable<std::optional<present_session>> present(call at);

/// The Set-Cookie value that keeps the session, used now.
asio::awaitable<std::string> session_field(call at, session_cookie cookie);

/// The visitor cookie's value, if the browser has one of ours.
std::optional<std::string> visitor_of(const http::request& asked);

/// A sealed token for `form`, bound to what this browser holds.
asio::awaitable<std::string> form_token_for(call at, std::string form, std::string held);

/// Whether `token` is one.
asio::awaitable<bool> proves_form(call at, std::string token, std::string form, std::string held);

}
