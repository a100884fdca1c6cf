// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/workspace.hpp"

namespace muniment::workspace {

/// A workspace is to be. Whether the slug is free and not reserved is known only where all
/// workspaces are known: the deployment sees to it before.
struct create {
  static constexpr std::string_view type = "workspace.create";
  std::string slug;
  std::string issuer;
  std::string display_name;
  friend bool operator==(const create&, const create&) = default;
};
BOOST_DESCRIBE_STRUCT(create, (), (slug, issuer, display_name))

struct change_slug {
  static constexpr std::string_view type = "workspace.change_slug";
  std::string slug;
  std::string issuer;
  friend bool operator==(const change_slug&, const change_slug&) = default;
};
BOOST_DESCRIBE_STRUCT(change_slug, (), (slug, issuer))

/// The workspace key of this generation stands ready. The host re-wraps in the same append.
struct roll_keys {
  static constexpr std::string_view type = "workspace.roll_keys";
  std::uint32_t generation{}; ///< the present one + 1; a workspace is created with 1
  friend bool operator==(const roll_keys&, const roll_keys&) = default;
};
BOOST_DESCRIBE_STRUCT(roll_keys, (), (generation))

using command = std::variant<create, change_slug, roll_keys>;

enum class phase : std::uint8_t { absent = 1, active };
BOOST_DESCRIBE_ENUM(phase, absent, active)

struct plain_state {
  workspace::phase phase = workspace::phase::absent;
  std::string slug;
  std::string issuer;
  std::uint32_t generation{};
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, slug, issuer, generation))

template <form>
using state = plain_state;

/// 1 to 50 lower-case letters, digits and hyphens, none at an end, no two in a row.
bool is_slug(std::string_view text);

decision<event<opened>> decide(const state<opened>& workspace, const command& wish);
state<stored> evolve(state<stored> workspace, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = workspace::category;
  using command = workspace::command;
  template <form Form>
  using event = workspace::event<Form>;
  template <form Form>
  using state = workspace::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return workspace::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return workspace::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
