// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/upcast/session_v1.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A browser's session with the workspace. Traffic: ends absolutely.
namespace muniment::session {

inline constexpr std::string_view category = "session";

enum class session_end : std::uint8_t {
  logout = 1,
  expired,
  revoked,
  user_disabled,
  user_erased,
  replaced
};
BOOST_DESCRIBE_ENUM(session_end, logout, expired, revoked, user_disabled, user_erased, replaced)

/// The user proved who they are. The cookie's secret is known only by its digest.
struct started {
  static constexpr std::string_view type = "session.started";
  static constexpr std::uint16_t version = 2;

  uuid user;
  bytes secret_digest;              ///< SHA-256 of the cookie's secret
  std::vector<std::string> methods; ///< RFC 8176 `amr` values
  instant authenticated_at;
  instant expires_at; ///< absolute
  std::uint32_t idle_seconds{};
  std::optional<uuid> client{}; ///< whose request led to the login; none where no client's did
  friend bool operator==(const started&, const started&) = default;
};
BOOST_DESCRIBE_STRUCT(started, (),
                      (user, secret_digest, methods, authenticated_at, expires_at, idle_seconds,
                       client))

/// The session is over. Terminal.
struct ended {
  static constexpr std::string_view type = "session.ended";
  static constexpr std::uint16_t version = 1;

  session_end reason;
  friend bool operator==(const ended&, const ended&) = default;
};
BOOST_DESCRIBE_STRUCT(ended, (), (reason))

template <form Form>
using event = std::variant<started, ended>;

}
