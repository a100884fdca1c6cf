// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/consent.hpp"

namespace muniment::consent {

/// The user allows these scopes, in place of those allowed before.
struct give {
  static constexpr std::string_view type = "consent.give";
  uuid user;
  uuid client;
  std::vector<std::string> scopes;
  friend bool operator==(const give&, const give&) = default;
};
BOOST_DESCRIBE_STRUCT(give, (), (user, client, scopes))

struct withdraw {
  static constexpr std::string_view type = "consent.withdraw";
  friend bool operator==(const withdraw&, const withdraw&) = default;
};
BOOST_DESCRIBE_STRUCT(withdraw, (), ())

using command = std::variant<give, withdraw>;

enum class phase : std::uint8_t { absent = 1, standing, withdrawn };
BOOST_DESCRIBE_ENUM(phase, absent, standing, withdrawn)

struct plain_state {
  consent::phase phase = consent::phase::absent;
  uuid user;
  uuid client;
  std::vector<std::string> scopes; ///< sorted
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, user, client, scopes))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& consent, const command& wish);
state<stored> evolve(state<stored> consent, const event<stored>& fact);

/// The aggregate. One stream per user and client.
struct noun {
  static constexpr auto category = consent::category;
  using command = consent::command;
  template <form Form>
  using event = consent::event<Form>;
  template <form Form>
  using state = consent::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return consent::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return consent::evolve(std::move(kept), fact);
  }
  /// The user: known to the state from the first event on, and told by that event itself.
  static std::optional<uuid> subject(const uuid&, const state<stored>& kept,
                                     const event<opened>& draft) {
    const auto* first = std::get_if<given>(&draft);
    return first ? first->user : kept.user;
  }
};
static_assert(decider<noun>);

}
