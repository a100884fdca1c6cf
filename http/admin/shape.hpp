// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/json.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <utility>

/// What the shapes of requests and replies are made of, besides the types that events are made of.
/// A shape is a described struct, with members of its own and of described bases: requests are read
/// by it (http/admin/read_shape.hpp), replies written (below), and docs/openapi.yaml tells it
/// (http/openapi/schema.hpp).
namespace muniment::http {

/// A member of a reply that is there only where it has a value; one that is always there and may
/// lack a value is a `std::optional`, which is null then.
template <class T>
struct if_any : std::optional<T> {
  using std::optional<T>::optional;
};

/// One of several shapes, whose JSON was made already.
template <class... Shapes>
struct either {
  boost::json::object json;
};

/// A whole number that is asked for, at most that one; 0 when it is missing.
template <std::uint64_t Most>
struct up_to {
  std::uint64_t value = 0;
};

/// How many rows a page may have.
struct page_size {
  static constexpr std::uint64_t usual = 50;
  static constexpr std::uint64_t most = 200;
  std::size_t rows = usual;
};

/// A reply with another status than 200.
template <int Status, class Shape>
struct with_status : Shape {};
template <class Shape>
using created = with_status<201, Shape>;
template <class Shape>
using begun = with_status<202, Shape>;

/// What a reply is made of, and its status.
template <class Reply>
struct reply_traits {
  using shape = Reply;
  static constexpr int status = 200;
};
template <int Status, class Shape>
struct reply_traits<with_status<Status, Shape>> {
  using shape = Shape;
  static constexpr int status = Status;
};

/// The members of a shape, those of its bases first.
template <class Shape>
using shape_members = boost::describe::describe_members<Shape, boost::describe::mod_public |
                                                                   boost::describe::mod_inherited>;

template <class T>
inline constexpr bool is_if_any = false;
template <class T>
inline constexpr bool is_if_any<if_any<T>> = true;

/// Octets are one text, not a list of numbers.
template <class T>
inline constexpr bool is_list = muniment::detail::is_json_list<T> && !std::same_as<T, bytes>;

template <class T>
inline constexpr bool is_either = false;
template <class... Shapes>
inline constexpr bool is_either<either<Shapes...>> = true;

/// A value of a reply as JSON: a shape by its members, anything else as events have it
/// (events/codec/json.hpp).
template <class T>
boost::json::value shown_json(const T& value);

namespace detail {

template <class Shape>
boost::json::object shown_object(const Shape& value) {
  boost::json::object object;
  boost::mp11::mp_for_each<shape_members<Shape>>([&](auto member) {
    const auto& each = value.*member.pointer;
    if constexpr (is_if_any<std::remove_cvref_t<decltype(each)>>) {
      if (each) object.emplace(member.name, shown_json(*each));
    } else {
      object.emplace(member.name, shown_json(each));
    }
  });
  return object;
}

}

template <class T>
boost::json::value shown_json(const T& value) {
  if constexpr (is_optional<T>) {
    return value ? shown_json(*value) : boost::json::value(nullptr);
  } else if constexpr (is_list<T>) {
    boost::json::array list;
    for (const auto& element : value)
      list.push_back(shown_json(element));
    return list;
  } else if constexpr (is_either<T>) {
    return value.json;
  } else if constexpr (std::same_as<T, boost::json::object> || std::floating_point<T>) {
    return value;
  } else if constexpr (described<T>) {
    return detail::shown_object(value);
  } else {
    return to_json(value);
  }
}

}
