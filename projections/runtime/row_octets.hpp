// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"

#include <string>
#include <vector>

namespace muniment {

namespace detail {

/// What a value keeps outside itself.
template <class T>
std::size_t outside_octets(const T& value) {
  if constexpr (is_optional<T>) {
    return value ? outside_octets(*value) : 0;
  } else if constexpr (requires { value.box; }) {
    return value.box.capacity();
  } else if constexpr (requires {
                         value.capacity();
                         value.begin();
                       }) {
    auto sum = value.capacity() * sizeof(typename T::value_type);
    if constexpr (!std::is_trivial_v<typename T::value_type>)
      for (const auto& each : value)
        sum += outside_octets(each);
    return sum;
  } else if constexpr (described<T>) {
    std::size_t sum = 0;
    for_each_member(value,
                    [&](std::string_view, const auto& each) { sum += outside_octets(each); });
    return sum;
  } else {
    return 0;
  }
}

}

/// About how much memory a row takes with its place in a map.
template <described Row>
std::size_t row_octets(const Row& row) {
  constexpr std::size_t around = 128;
  return sizeof(Row) + around + detail::outside_octets(row);
}

}
