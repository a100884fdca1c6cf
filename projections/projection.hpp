// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/envelope.hpp"
#include "events/on.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace muniment {

/// The type of a row's first member.
template <described Row>
using key_of = std::remove_cvref_t<decltype(std::declval<Row>().*
                                            boost::mp11::mp_front<members_of<Row>>::pointer)>;

/// Whether each of these is the name of a member of `Row`.
template <described Row>
constexpr bool are_members(std::span<const std::string_view> names) {
  return std::ranges::all_of(names, [](std::string_view name) {
    bool found = false;
    boost::mp11::mp_for_each<members_of<Row>>(
        [&](auto member) { found = found || name == member.name; });
    return found;
  });
}

/// A keyed fold. `P` is a tag struct:
/// - `name`: of the read model, plural, and of its table
/// - `event`: a variant of the stored events it listens to, of one or more nouns
/// - `row`: a described struct, equality comparable; tables, JSON, as-of and checksums derive from
///   it. Its first member is the key; its last, `position`, is that of the event that last changed
///   it.
/// - `lookups`: the members, besides the key, by which rows are looked up; tables index them
/// - `keys(recorded<event>) -> vector<key>`: the 0..8 rows an event touches, from the event alone
/// - `fold(optional<row>, key, recorded<event>) -> optional<row>`: the row after it. A row that
///   there is stays; an event about one that there is not, because retention dropped its beginning,
///   makes none.
/// Both are pure and total: whatever was recorded folds. A row never holds anything opened.
/// - `birth`, where there is one: the fact whose row does not depend on what there was before
/// - `written_once`, where it is true: every fact makes a row of its own, whose key is the fact's
///   position and which none changes later
template <class P>
concept projection = described<typename P::row> && are_members<typename P::row>(P::lookups) &&
    requires(std::optional<typename P::row> row, const key_of<typename P::row>& key,
             const recorded<typename P::event>& fact) {
  { P::name } -> std::convertible_to<std::string_view>;
  { row->position } -> std::convertible_to<std::uint64_t>;
  { P::keys(fact) } -> std::same_as<std::vector<key_of<typename P::row>>>;
  { P::fold(std::move(row), key, fact) } -> std::same_as<std::optional<typename P::row>>;
};

template <class P>
concept has_birth = requires {
  typename P::birth;
};

/// Whether no fact changes a row that another made.
template <projection P>
constexpr bool is_written_once = requires {
  requires P::written_once;
};

/// Whether what this fact makes of its rows depends on what they were. Where it does not, nobody
/// has to read them first.
template <projection P>
bool needs_rows(const recorded<typename P::event>& fact) {
  if constexpr (is_written_once<P>)
    return false;
  else if constexpr (has_birth<P>)
    return !std::holds_alternative<typename P::birth>(fact.fact);
  else
    return true;
}

/// More rows than this are a policy's work, in batches.
inline constexpr std::size_t most_keys = 8;

/// The fold of a read model with one row for each stream of its noun: a row begins with a `Birth`,
/// and `change(row, at, event)` says what each event does to it, `Birth` included.
template <class Birth, class Row, class Event, class Change>
std::optional<Row> fold_stream(std::optional<Row> row, const recorded<Event>& fact,
                               Change&& change) {
  if (std::holds_alternative<Birth>(fact.fact)) row.emplace();
  if (!row) return row;
  std::visit([&](const auto& event) { change(*row, fact.at, event); }, fact.fact);
  row->position = fact.at.position;
  return row;
}

}
