// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/refusal.hpp"

namespace muniment::refusal {

/// This was refused. Wished twice it happened twice: two refusals of one kind are alike, and only
/// the command id, which the host checks, tells a repetition from a second one.
struct record {
  static constexpr std::string_view type = "refusal.record";
  std::string code; ///< a name of the register actors/refusals.def
  std::optional<uuid> client;
  std::uint32_t count{}; ///< how many of the same kind at once
  friend bool operator==(const record&, const record&) = default;
};
BOOST_DESCRIBE_STRUCT(record, (), (code, client, count))

/// The day is over.
struct close {
  static constexpr std::string_view type = "refusal.close";
  friend bool operator==(const close&, const close&) = default;
};
BOOST_DESCRIBE_STRUCT(close, (), ())

/// So many refusals of one account or address are recorded in a day, one by one; who is refused
/// more often adds nothing that has to be kept, and must not fill the journal.
inline constexpr std::uint64_t most_recorded = 1'000;

using command = std::variant<record, close>;

enum class phase : std::uint8_t { absent = 1, open, closed };
BOOST_DESCRIBE_ENUM(phase, absent, open, closed)

struct plain_state {
  refusal::phase phase = refusal::phase::absent;
  std::uint64_t total{};
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, total))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& refusals, const command& wish);
state<stored> evolve(state<stored> refusals, const event<stored>& fact);

/// The aggregate. One stream per keyed digest of an account or address and UTC day.
struct noun {
  static constexpr auto category = refusal::category;
  using command = refusal::command;
  template <form Form>
  using event = refusal::event<Form>;
  template <form Form>
  using state = refusal::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return refusal::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return refusal::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
