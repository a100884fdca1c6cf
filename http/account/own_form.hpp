// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/browser.hpp"
#include "http/oidc/call.hpp"

#include <optional>
#include <string>

/// The forms of who is signed in. What is bound to a session is good for an hour.
namespace muniment::account {

/// A token of `form`, or of another thing of that name, that is good in this session only.
oidc::asio::awaitable<std::string> own_token(oidc::call at, uuid session, std::string form);

/// Whether `token` is one.
oidc::asio::awaitable<bool> is_own_token(oidc::call at, uuid session, std::string form,
                                         std::string token);

/// A form that was sent by the session that it was shown to.
struct own_form {
  http::form sent;
  oidc::present_session session;
};

/// The form of that name in the body; nothing unless a page of this host sent it, from a session
/// that stands and that its token was made for.
oidc::asio::awaitable<std::optional<own_form>> own_form_in(oidc::call at, std::string form);

/// The page for any other one: no longer of the session of this browser, or never ours.
http::response old_form_page(const oidc::call& at);

}
