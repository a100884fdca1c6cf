// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/workspace.hpp"
#include "projections/projection.hpp"

#include <array>

/// The workspace itself: one row in each journal.
namespace muniment::workspaces {

using event = workspace::event<stored>;

/// Where it answers, and how old its keys are.
struct row {
  uuid id;
  std::string slug;
  std::string issuer;
  std::string display_name;
  std::uint32_t key_generation{};
  instant created_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, slug, issuer, display_name, key_generation, created_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "workspaces";
  static constexpr std::array<std::string_view, 0> lookups{};
  using event = workspaces::event;
  using row = workspaces::row;
  using birth = workspace::created;

  static auto keys(const recorded<event>& fact) { return workspaces::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return workspaces::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
