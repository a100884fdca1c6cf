// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muniment::oidc {

/// Bounds on what an authorization request may carry through the browser: sealed, and with the
/// longest redirect URI, it still fits the target of a request (http/server/server_limits.hpp).
inline constexpr std::size_t longest_state = 2048; ///< some clients seal their own address in it
inline constexpr std::size_t longest_nonce = 512;
inline constexpr std::size_t longest_login_hint = 256;

/// An authorization request whose every part was checked (http/oidc/authorize_steps.hpp).
struct authorization_request {
  uuid client;
  std::string redirect_uri;        ///< as sent: the token request must repeat it
  std::vector<std::string> scopes; ///< those the client may have, in the order asked for
  std::string code_challenge;      ///< S256
  std::optional<std::string> state;
  std::optional<std::string> nonce;
  std::optional<std::string> login_hint;
  bool silent{};                        ///< `prompt=none`: show nothing
  bool ask_login{};                     ///< `prompt=login`
  bool ask_account{};                   ///< `prompt=select_account`
  bool ask_consent{};                   ///< `prompt=consent`
  std::optional<std::uint32_t> max_age; ///< seconds since the user was last asked
  friend bool operator==(const authorization_request&, const authorization_request&) = default;
};
BOOST_DESCRIBE_STRUCT(authorization_request, (),
                      (client, redirect_uri, scopes, code_challenge, state, nonce, login_hint,
                       silent, ask_login, ask_account, ask_consent, max_age))

/// How long a person may take over login and consent.
inline constexpr std::chrono::minutes pending_lifetime{10};

/// A request on its way through the login page.
struct pending_authorization {
  authorization_request wanted;
  std::optional<uuid> hinted_user; ///< of `id_token_hint`: only this user will do
  instant authenticated_since;     ///< an older authentication will not do
  instant expires_at;
  bool asked{}; ///< a form of ours was shown on the way: the client is led back to by a page
  /// The session in which the login form or the choice of account was answered. In the hands of
  /// anybody else the request is one that nobody answered.
  std::optional<uuid> answered_in;
  friend bool operator==(const pending_authorization&, const pending_authorization&) = default;
};
BOOST_DESCRIBE_STRUCT(pending_authorization, (),
                      (wanted, hinted_user, authenticated_since, expires_at, asked, answered_in))

/// The request as it begins at `now`. What `prompt` and `max_age` demand is turned into the one
/// moment since which the user must have been authenticated (OIDC Core section 3.1.2.1), so that
/// the same question can be asked again after the login.
pending_authorization begin(authorization_request wanted, std::optional<uuid> hinted_user,
                            instant now);

}
