// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <string>
#include <vector>

namespace muniment {

/// Base64url without padding of `octets`, as a JSON string.
boost::json::value octets_to_json(bytes_view octets);

/// Lower-case hex of `octets`, as a JSON string.
boost::json::value hex_to_json(bytes_view octets);

namespace detail {

template <class T>
inline constexpr bool is_json_list = false;
template <class T>
inline constexpr bool is_json_list<std::vector<T>> = true;

template <class T>
boost::json::value enum_to_json(T value) {
  const auto* name = boost::describe::enum_to_string(value, nullptr);
  if (name) return boost::json::string{name};
  return static_cast<std::uint64_t>(value);
}

}

/// The readable rendering of a value: a struct is an object by member names; octets are base64url
/// (16-octet arrays hex); moments RFC 3339; a sealed value is `{"sealed": "<box>"}`, the same
/// ciphertext as everywhere. Opened personal values have no rendering here.
template <class T>
boost::json::value to_json(const T& value) {
  if constexpr (std::same_as<T, bool> || std::integral<T>) {
    return value;
  } else if constexpr (std::same_as<T, std::string>) {
    return boost::json::string{value};
  } else if constexpr (std::is_enum_v<T>) {
    return detail::enum_to_json(value);
  } else if constexpr (std::same_as<T, uuid> || std::same_as<T, instant>) {
    return boost::json::string{to_string(value)};
  } else if constexpr (std::same_as<T, bytes>) {
    return octets_to_json(value);
  } else if constexpr (std::same_as<T, std::array<std::uint8_t, 16>>) {
    return hex_to_json(value);
  } else if constexpr (is_optional<T>) {
    return value ? to_json(*value) : boost::json::value(nullptr);
  } else if constexpr (detail::is_json_list<T>) {
    boost::json::array list;
    for (const auto& element : value)
      list.push_back(to_json(element));
    return list;
  } else if constexpr (requires { value.box; }) {
    return boost::json::object{{"sealed", octets_to_json(value.box)}};
  } else {
    static_assert(described<T>, "no rendering for this type");
    boost::json::object object;
    for_each_member(value, [&](std::string_view name, const auto& member) {
      object.emplace(name, to_json(member));
    });
    return object;
  }
}

}
