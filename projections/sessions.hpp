// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/session.hpp"
#include "projections/projection.hpp"

#include <array>

/// Browsers' sessions.
namespace muniment::sessions {

using event = session::event<stored>;

/// Who is signed in where, and until when.
struct row {
  uuid id;
  uuid user;
  bytes secret_digest; ///< SHA-256 of the cookie's secret
  std::vector<std::string> methods;
  instant authenticated_at;
  instant started_at;
  instant expires_at;
  std::uint32_t idle_seconds{};
  std::optional<uuid> client; ///< whose request led to the login
  std::optional<session::session_end> ended_for;
  std::optional<instant> ended_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, user, secret_digest, methods, authenticated_at, started_at, expires_at,
                       idle_seconds, client, ended_for, ended_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "sessions";
  static constexpr std::array<std::string_view, 1> lookups{"user"};
  using event = sessions::event;
  using row = sessions::row;
  using birth = session::started;

  static auto keys(const recorded<event>& fact) { return sessions::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return sessions::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
