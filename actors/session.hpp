// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/session.hpp"

namespace muniment::session {

/// The user proved who they are.
struct start {
  static constexpr std::string_view type = "session.start";
  uuid user;
  bytes secret_digest; ///< SHA-256 of the cookie's secret
  std::vector<std::string> methods;
  instant authenticated_at;
  instant expires_at;
  std::uint32_t idle_seconds{};
  instant now;
  std::optional<uuid> client{}; ///< whose request led to the login
  friend bool operator==(const start&, const start&) = default;
};
BOOST_DESCRIBE_STRUCT(start, (),
                      (user, secret_digest, methods, authenticated_at, expires_at, idle_seconds,
                       now, client))

struct end {
  static constexpr std::string_view type = "session.end";
  session_end reason;
  friend bool operator==(const end&, const end&) = default;
};
BOOST_DESCRIBE_STRUCT(end, (), (reason))

using command = std::variant<start, end>;

enum class phase : std::uint8_t { absent = 1, live, over };
BOOST_DESCRIBE_ENUM(phase, absent, live, over)

struct plain_state {
  session::phase phase = session::phase::absent;
  uuid user;
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, user))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& session, const command& wish);
state<stored> evolve(state<stored> session, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = session::category;
  using command = session::command;
  template <form Form>
  using event = session::event<Form>;
  template <form Form>
  using state = session::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return session::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return session::evolve(std::move(kept), fact);
  }
  /// The user: known to the state from the first event on, and told by that event itself.
  static std::optional<uuid> subject(const uuid&, const state<stored>& kept,
                                     const event<opened>& draft) {
    const auto* first = std::get_if<started>(&draft);
    return first ? first->user : kept.user;
  }
};
static_assert(decider<noun>);

}
