// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/claim.hpp"
#include "actors/refusals.hpp"
#include "events/envelope.hpp"
#include "events/on.hpp"
#include "events/personal.hpp"

#include <boost/system/result.hpp>

#include <concepts>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace muniment {

/// What a yes consists of. No events at all is a yes too: the wish was already true.
///
/// With `answer` it is a lawful no that leaves traces: the events are appended like any others, and
/// then the reply is that refusal. A replayed code is answered so: the grant ends, and the one who
/// replayed it gets nothing. A refusal without traces is the other side of `decision`.
template <class Event>
struct consequences {
  std::vector<Event> events = {};
  std::vector<claim> taken = {};    ///< claims these events make
  std::vector<claim> released = {}; ///< claims they give back; released before taken
  std::optional<refusal_code> answer = {};
  friend bool operator==(const consequences&, const consequences&) = default;
};

/// How the journal tells an event's outcome: it says so itself (`outcome`), or it is a trace of a
/// no.
template <class... Events>
event_outcome outcome_of(const std::variant<Events...>& event,
                         const std::optional<refusal_code>& answer) {
  return std::visit(
      [&]<class Event>(const Event&) {
        if constexpr (requires { Event::outcome; }) return Event::outcome;
        return answer ? event_outcome::refused : event_outcome::succeeded;
      },
      event);
}

/// What `decide` returns.
template <class Event>
using decision = boost::system::result<consequences<Event>, refusal_code>;

/// An aggregate: pure functions over plain values. Time, ids and secrets arrive inside the command.
///
/// `Noun` is a tag struct: `using command`, `template<form> using event`, `template<form> using
/// state`, `static constexpr std::string_view category`, and
/// - `decide(const state<opened>&, const command&) -> decision<event<opened>>`
/// - `evolve(state<stored>, const event<stored>&) -> state<stored>`, total: whatever was recorded
/// - `subject(stream, const state<stored>&, const event<opened>&) -> optional<uuid>`: whose key
/// seals
///   the personal fields of this event; the same for all events of one decision.
/// `state` is a described struct; its personal fields are named as in the events they come from.
template <class Noun>
concept decider = requires(const typename Noun::template state<opened>& seen,
                           const typename Noun::command& wish,
                           typename Noun::template state<stored> kept,
                           const typename Noun::template event<stored>& fact,
                           const typename Noun::template event<opened>& draft, const uuid& stream) {
  { Noun::category } -> std::convertible_to<std::string_view>;
  { Noun::decide(seen, wish) } -> std::same_as<decision<typename Noun::template event<opened>>>;
  { Noun::evolve(kept, fact) } -> std::same_as<typename Noun::template state<stored>>;
  { Noun::subject(stream, kept, draft) } -> std::same_as<std::optional<uuid>>;
};

}
