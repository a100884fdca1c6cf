// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/role.hpp"
#include "projections/projection.hpp"

#include <array>

/// Which users have which roles. A role whose user is gone is nobody's: readers look at the user.
namespace muniment::roles {

using event = role::event<stored>;

/// A role somebody has or had.
struct row {
  uuid id;
  uuid user;
  uuid project;
  std::string role;
  instant granted_at; ///< the last time
  std::optional<instant> revoked_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (), (id, user, project, role, granted_at, revoked_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "roles";
  static constexpr std::array<std::string_view, 2> lookups{"user", "project"};
  using event = roles::event;
  using row = roles::row;
  using birth = role::granted;

  static auto keys(const recorded<event>& fact) { return roles::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return roles::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
