// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/project.hpp"

namespace muniment::project {

/// A project is to be. Its name is claimed in the workspace.
struct create {
  static constexpr std::string_view type = "project.create";
  std::string name;
  friend bool operator==(const create&, const create&) = default;
};
BOOST_DESCRIBE_STRUCT(create, (), (name))

/// The project is to know a role. Names that begin with `workspace.` are built in and not to be
/// defined.
struct define_role {
  static constexpr std::string_view type = "project.define_role";
  std::string role;
  friend bool operator==(const define_role&, const define_role&) = default;
};
BOOST_DESCRIBE_STRUCT(define_role, (), (role))

using command = std::variant<create, define_role>;

enum class phase : std::uint8_t { absent = 1, active };
BOOST_DESCRIBE_ENUM(phase, absent, active)

/// A project knows at most as many roles.
inline constexpr std::size_t most_roles = 256;

struct plain_state {
  project::phase phase = project::phase::absent;
  std::vector<std::string> roles; ///< in the order they were defined
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, roles))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& project, const command& wish);
state<stored> evolve(state<stored> project, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = project::category;
  using command = project::command;
  template <form Form>
  using event = project::event<Form>;
  template <form Form>
  using state = project::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return project::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return project::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
