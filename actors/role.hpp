// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/role.hpp"

namespace muniment::role {

/// The roles that every workspace knows, of its project `default`: they guard its admin API.
inline constexpr std::string_view workspace_admin = "workspace.admin";
inline constexpr std::string_view workspace_auditor = "workspace.auditor";

/// Roles that begin so are built in: no project defines one.
inline constexpr std::string_view built_in_prefix = "workspace.";

bool is_built_in(std::string_view role);

/// The user is to have a role. Whether the project knows it is for the edge to see: what a project
/// once knew it knows for ever.
struct grant {
  static constexpr std::string_view type = "role.grant";
  uuid user;
  uuid project;
  std::string role;
  friend bool operator==(const grant&, const grant&) = default;
};
BOOST_DESCRIBE_STRUCT(grant, (), (user, project, role))

struct revoke {
  static constexpr std::string_view type = "role.revoke";
  friend bool operator==(const revoke&, const revoke&) = default;
};
BOOST_DESCRIBE_STRUCT(revoke, (), ())

using command = std::variant<grant, revoke>;

enum class phase : std::uint8_t { absent = 1, standing, revoked };
BOOST_DESCRIBE_ENUM(phase, absent, standing, revoked)

struct plain_state {
  muniment::role::phase phase = muniment::role::phase::absent;
  uuid user;
  uuid project;
  std::string role;
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, user, project, role))

template <form>
using state = plain_state;

/// There is one stream for each user, project and role; its id comes from theirs.
uuid stream_of(const uuid& user, const uuid& project, std::string_view role);

decision<event<opened>> decide(const state<opened>& role, const command& wish);
state<stored> evolve(state<stored> role, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = role::category;
  using command = role::command;
  template <form Form>
  using event = role::event<Form>;
  template <form Form>
  using state = role::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return role::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return role::evolve(std::move(kept), fact);
  }
  /// The user: known to the state from the first event on, and told by that event itself.
  static std::optional<uuid> subject(const uuid&, const state<stored>& kept,
                                     const event<opened>& draft) {
    const auto* first = std::get_if<granted>(&draft);
    return first ? first->user : kept.user;
  }
};
static_assert(decider<noun>);

}
