// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/grant.hpp"
#include "projections/projection.hpp"

#include <array>

/// What clients may do for users now. Secrets are compared by the aggregate, so no digest is here.
namespace muniment::grants {

using event = grant::event<stored>;

enum class phase : std::uint8_t { code_issued = 1, redeemed, ended };
BOOST_DESCRIBE_ENUM(phase, code_issued, redeemed, ended)

/// An authorization, from code to end.
struct row {
  uuid id;
  uuid user;
  uuid client;
  uuid session;
  std::vector<std::string> scopes;
  std::optional<std::string> nonce;
  instant authenticated_at;
  std::vector<std::string> methods;
  grants::phase phase = grants::phase::code_issued;
  instant issued_at;
  instant code_expires_at;
  instant expires_at;
  std::optional<std::string> token_id; ///< of the newest access token
  std::optional<instant> token_expires_at;
  std::uint32_t refresh_generation{}; ///< zero when there is no refresh token
  std::optional<instant> refresh_expires_at;
  std::optional<grant::grant_end> ended_for;
  std::optional<instant> ended_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, user, client, session, scopes, nonce, authenticated_at, methods, phase,
                       issued_at, code_expires_at, expires_at, token_id, token_expires_at,
                       refresh_generation, refresh_expires_at, ended_for, ended_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "grants";
  static constexpr std::array<std::string_view, 3> lookups{"user", "client", "session"};
  using event = grants::event;
  using row = grants::row;
  using birth = grant::code_issued;

  static auto keys(const recorded<event>& fact) { return grants::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return grants::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
