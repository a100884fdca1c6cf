// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/json.hpp"
#include "events/upcast/previous.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace muniment {

/// What `to_json` makes of a type, in words: `array of string`, `string (a UUID) or null`. The
/// first word is the kind of the JSON value.
template <class T>
std::string json_shape();

/// One member of what `to_json` makes of a struct; `path` names it from the struct down, such as
/// `subject_key.id`. A sealed member is personal and shows only its box.
struct json_member {
  std::string path;
  std::string shape;
  bool sealed = false;
};

/// All members, in the order in which they are rendered.
template <described T>
std::vector<json_member> json_members();

/// A version of an event, and what members of today it has not, each with what it is shown as.
struct json_version {
  std::uint16_t version = 0;
  std::vector<std::pair<std::string, std::string>> added;
};

/// Every version ever written of the event `E`, the newest first.
template <event E>
std::vector<json_version> json_versions();

namespace detail {

template <described_enum T>
std::string enum_shape() {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto each) { names += (names.empty() ? "`" : ", `") + std::string{each.name} + "`"; });
  return "string (one of " + names + ")";
}

template <class T>
std::string sealed_shape() {
  if constexpr (std::same_as<T, bytes>) {
    return "object (`sealed`: the box of octets)";
  } else if constexpr (!described<T>) {
    return "object (`sealed`: the box of a " + json_shape<T>() + ")";
  } else {
    std::string names;
    for (const auto& each : json_members<T>())
      names += (names.empty() ? "`" : ", `") + each.path + "`";
    return "object (`sealed`: the box of " + names + ")";
  }
}

template <class T>
std::vector<json_member> inner_members() {
  if constexpr (is_optional<T>)
    return inner_members<typename T::value_type>();
  else if constexpr (described<T>)
    return json_members<T>();
  else
    return {};
}

template <class T>
constexpr bool is_sealed() {
  if constexpr (is_optional<T>)
    return is_sealed<typename T::value_type>();
  else
    return is_personal<T>;
}

/// `renew` makes the newest shape of a `Version`.
template <class Version, class Renew>
void add_versions(Renew renew, std::vector<json_version>& to) {
  const auto own = json_members<Version>();
  const auto today = to_json(renew(Version{})).as_object();
  json_version row{Version::version, {}};
  for (const auto& [name, shown] : today)
    if (std::ranges::find(own, std::string_view{name}, &json_member::path) == own.end())
      row.added.emplace_back(name, boost::json::serialize(shown));
  to.push_back(std::move(row));
  if constexpr (has_previous<Version>)
    add_versions<typename previous<Version>::type>(
        [&](auto older) { return renew(previous<Version>::upcast(std::move(older))); }, to);
}

}

template <class T>
std::string json_shape() {
  if constexpr (std::same_as<T, bool>)
    return "boolean";
  else if constexpr (std::integral<T>)
    return "integer";
  else if constexpr (std::same_as<T, std::string>)
    return "string";
  else if constexpr (std::is_enum_v<T>)
    return detail::enum_shape<T>() + (open_enum<T> ? ", or the integer of a newer one" : "");
  else if constexpr (std::same_as<T, uuid>)
    return "string (a UUID)";
  else if constexpr (std::same_as<T, instant>)
    return "string (a moment)";
  else if constexpr (std::same_as<T, bytes>)
    return "string (octets in base64url)";
  else if constexpr (std::same_as<T, std::array<std::uint8_t, 16>>)
    return "string (16 octets in hex)";
  else if constexpr (is_optional<T>)
    return json_shape<typename T::value_type>() + " or null";
  else if constexpr (detail::is_json_list<T>)
    return "array of " + json_shape<typename T::value_type>();
  else if constexpr (is_personal<T>)
    return detail::sealed_shape<typename T::value_type>();
  else
    return "object";
}

template <described T>
std::vector<json_member> json_members() {
  std::vector<json_member> all;
  boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    all.push_back({member.name, json_shape<type>(), detail::is_sealed<type>()});
    for (auto& inner : detail::inner_members<type>())
      all.push_back({std::string{member.name} + "." + inner.path, inner.shape, inner.sealed});
  });
  return all;
}

template <event E>
std::vector<json_version> json_versions() {
  std::vector<json_version> all;
  detail::add_versions<E>([](E newest) { return newest; }, all);
  return all;
}

}
