// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "projections/sessions.hpp"

#include <optional>

namespace muniment::oidc {

inline constexpr std::string_view session_cookie_name = "__Host-session";

/// What the session cookie says. It is sealed, so that the browser cannot change when it was used
/// last: that is how a session goes idle without an event for every use.
struct session_cookie {
  uuid session;
  bytes secret; ///< 32 random octets; the session knows their digest
  instant last_used;
  friend bool operator==(const session_cookie&, const session_cookie&) = default;
};
BOOST_DESCRIBE_STRUCT(session_cookie, (), (session, secret, last_used))

/// A cookie for a session that begins now.
session_cookie make_session_cookie(const uuid& session, instant now);

/// What is stored of its secret.
bytes secret_digest(const session_cookie& cookie);

/// What was sealed, if it is a session cookie.
std::optional<session_cookie> read_session_cookie(bytes_view opened);

/// Whether the session stands for this cookie: the same secret, not ended, neither too old nor too
/// long unused.
bool stands(const sessions::row& session, const session_cookie& cookie, instant now);

}
