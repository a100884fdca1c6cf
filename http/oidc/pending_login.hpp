// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/authorization_request.hpp"

#include <optional>

namespace muniment::oidc {

/// Where a login leads. A name and never an address: an address could be aimed elsewhere.
enum class destination : std::uint8_t {
  authorization = 1, ///< on with the authorization request of a client
  account,           ///< the person's own page, for which no client asked
};
BOOST_DESCRIBE_ENUM(destination, authorization, account)

/// What a login is for. It is sealed and travels with the browser: the server keeps nothing.
struct pending_login {
  destination leads_to = destination::account;
  std::optional<pending_authorization> authorization; ///< there exactly when it leads to it
  friend bool operator==(const pending_login&, const pending_login&) = default;
};
BOOST_DESCRIBE_STRUCT(pending_login, (), (leads_to, authorization))

/// A login that a client's request needs.
pending_login login_for(pending_authorization request);

/// What was sealed, if it is one. An authorization request may be over; the way to the account page
/// grows no older.
std::optional<pending_login> read_pending_login(bytes_view opened, instant now);

}
