// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "http/server/form.hpp"
#include "http/server/problem.hpp"
#include "projections/clients.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// What an ID token that comes back as `id_token_hint` says. It may be over (RP-Initiated
/// Logout 1.0 section 2).
struct logout_hint {
  uuid user;
  uuid session;
  std::string client_id;
};

/// The claims of a token whose signature and type were verified, if this issuer made it.
std::optional<logout_hint> read_logout_hint(const boost::json::object& claims,
                                            std::string_view issuer);

/// A logout on its way through the browser. It is sealed: the server keeps nothing.
struct pending_logout {
  std::optional<uuid> client;  ///< who asks, if it is known
  std::optional<uuid> session; ///< that an ID token of ours names
  std::optional<std::string> redirect_uri;
  std::optional<std::string> state;
  instant expires_at;
  friend bool operator==(const pending_logout&, const pending_logout&) = default;
};
BOOST_DESCRIBE_STRUCT(pending_logout, (), (client, session, redirect_uri, state, expires_at))

inline constexpr std::chrono::minutes logout_lifetime{10};

/// What is known about who asks for a logout.
struct logout_source {
  bool hinted{};                        ///< an `id_token_hint` was sent
  std::optional<logout_hint> hint = {}; ///< and is good
  const clients::row* client = nullptr; ///< of the hint or of `client_id`; null when unknown
};

/// The client a logout names: that of the hint, else `client_id`. An error if they are two.
boost::system::result<std::optional<std::string>, http::oauth_error>
logout_client(const http::form& sent, const std::optional<logout_hint>& hint);

/// Reads a logout (RP-Initiated Logout 1.0 sections 2 and 3). The browser goes back to a URI that
/// is registered for the client, character by character; any other is an error. Where the client is
/// not known, or its hint is no ID token of ours, it goes back nowhere.
boost::system::result<pending_logout, http::oauth_error>
read_logout(const http::form& sent, const logout_source& from, instant now);

/// What was sealed, if it is a logout and not over.
std::optional<pending_logout> read_pending_logout(bytes_view opened, instant now);

}
