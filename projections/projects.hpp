// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/project.hpp"
#include "projections/projection.hpp"

#include <array>

/// The projects of the workspace.
namespace muniment::projects {

using event = project::event<stored>;

/// A container of clients, and the role names it knows.
struct row {
  uuid id;
  std::string name;
  std::vector<std::string> roles; ///< in the order they were defined
  instant created_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (), (id, name, roles, created_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "projects";
  static constexpr std::array<std::string_view, 1> lookups{"name"};
  using event = projects::event;
  using row = projects::row;
  using birth = project::created;

  static auto keys(const recorded<event>& fact) { return projects::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return projects::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
