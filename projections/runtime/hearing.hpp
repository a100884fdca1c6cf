// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/projection.hpp"
#include "projections/runtime/page.hpp"
#include "storage/exception_type.hpp"
#include "storage/row_columns.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <exception>
#include <string_view>
#include <type_traits>
#include <variant>

namespace muniment {

/// One event as a projection hears it: the fact and the rows it touches; no rows when it does not
/// listen to such facts.
template <projection P>
struct heard {
  std::optional<recorded<typename P::event>> fact;
  std::vector<key_of<typename P::row>> keys;
};

template <class T>
using or_fault = boost::system::result<T, std::string>;

namespace detail {

/// Whether an event of this type is among the alternatives.
template <class Event>
bool listens_to(std::string_view type) {
  return []<class... E>(std::type_identity<std::variant<E...>>, std::string_view wanted) {
    return ((E::type == wanted) || ...);
  }(std::type_identity<Event>{}, type);
}

inline std::string unreadable(codec_error why) {
  return std::string{"the event cannot be read: "} +
         boost::describe::enum_to_string(why, "unknown error");
}

/// Each key once, in the order first named.
template <class Key>
std::vector<Key> distinct(const std::vector<Key>& keys) {
  std::vector<Key> once;
  for (const auto& each : keys)
    if (std::ranges::find(once, each) == once.end()) once.push_back(each);
  return once;
}

}

/// What `P` makes of a parsed event, or why it cannot get past it. The one way from the journal
/// into every fold, live or rebuilt.
template <projection P>
or_fault<heard<P>> hear(const decoded<record>& from) {
  if (!from) return detail::unreadable(from.error());
  auto fact = decode_fact<typename P::event>(*from);
  if (!fact && fact.error() == codec_error::unknown_type) return heard<P>{};
  if (!fact) return detail::unreadable(fact.error());
  heard<P> result;
  result.fact.emplace(recorded<typename P::event>{from->at(), std::move(*fact)});
  try {
    result.keys = detail::distinct(P::keys(*result.fact));
  } catch (const std::exception& error) {
    return "keys() threw " + storage::type_of(error);
  }
  if (result.keys.size() > most_keys) return std::string{"the event touches too many rows"};
  return result;
}

/// The row at `key` after a fact. Nothing when there still is none.
template <projection P>
or_fault<std::optional<typename P::row>> fold_row(std::optional<typename P::row> before,
                                                  const key_of<typename P::row>& key,
                                                  const recorded<typename P::event>& fact) {
  const bool was = before.has_value();
  try {
    auto after = P::fold(std::move(before), key, fact);
    if (was && !after) return std::string{"fold() removed a row"};
    if (after && !(storage::key_in(*after) == key))
      return std::string{"fold() gave a row another key"};
    return after;
  } catch (const std::exception& error) {
    return "fold() threw " + storage::type_of(error);
  }
}

}
