// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/oidc/pending_login.hpp"
#include "http/server/problem.hpp"

#include <memory>
#include <optional>
#include <string>

namespace muniment::oidc {

/// An authorization request under way, and the client that sent it.
struct pending_call {
  call at;
  pending_authorization pending;
  std::shared_ptr<const clients::row> client;
};

/// A login under way.
struct login_call {
  call at;
  std::optional<pending_call> request; ///< of a client; none on the way to the account page
};

/// The client of that `client_id`; null when there is none.
asio::awaitable<std::shared_ptr<const clients::row>> find_client(workspace_door& at,
                                                                 std::string client_id);

/// The request as a text that travels with the browser.
asio::awaitable<std::string> sealed_request(pending_call under_way);

/// The request of such a text, if it is not over and its client still has the redirect URI.
asio::awaitable<std::optional<pending_call>> opened_request(call at, std::string box);

/// The login of such a text, under the same conditions.
asio::awaitable<std::optional<login_call>> opened_login(call at, std::string box);

/// Sends the browser to the login page, and from there to where that login leads.
asio::awaitable<response> ask_login(call at, pending_login wanted);

/// Sends it there for this request, which goes on after it. Whoever reads the address has a request
/// that nobody answered yet.
asio::awaitable<response> to_login(pending_call under_way);

/// Sends the browser to the client with an error.
response refuse(const pending_call& under_way, const http::oauth_error& why);

/// Does what the request needs next: code, login page, choice of account, consent page, or an error
/// to the client.
asio::awaitable<response> proceed(pending_call under_way);

/// Sends the browser to the client with a code. The user is signed in and has consented.
struct present_session;
asio::awaitable<response> give_code(pending_call under_way, present_session who);

}
