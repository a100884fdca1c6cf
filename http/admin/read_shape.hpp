// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/as_of.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/shape.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>
#include <string>

/// Requests, read by the shapes of their queries and bodies (http/admin/shape.hpp): member by
/// member, in the order in which they are described. Pure; throws `problem_found`, which names the
/// member that is to blame.
namespace muniment::http {

namespace detail {

/// The name of a described member as an array of its own, which is what a fixed text is made of.
template <class Member>
struct spelling {
  static constexpr std::size_t length = std::char_traits<char>::length(Member::name);
  char text[length + 1] = {};
  constexpr spelling() { std::copy_n(Member::name, length, text); }
};
template <class Member>
inline constexpr spelling<Member> spelled;

inline void read_member(list_query& from, fixed_text, page_size& to) { to.rows = from.limit(); }
inline void read_member(list_query& from, fixed_text name, std::optional<std::string>& to) {
  to = from.text(name);
}
inline void read_member(list_query& from, fixed_text name, std::optional<uuid>& to) {
  to = from.id(name);
}
inline void read_member(list_query& from, fixed_text name, std::optional<instant>& to) {
  to = from.moment(name);
}
inline void read_member(list_query& from, fixed_text name, std::optional<bool>& to) {
  to = from.flag(name);
}
inline void read_member(list_query& from, fixed_text, std::optional<as_of_wish>& to) {
  to = read_as_of(from);
}
template <std::uint64_t Most>
void read_member(list_query& from, fixed_text name, up_to<Most>& to) {
  to.value = from.number(name, Most).value_or(0);
}

template <described_enum T>
T named_value(fixed_text name, const std::string& text) {
  T value{};
  if (!boost::describe::enum_from_string(text.c_str(), value))
    refuse_value(name, "It is none of the values that it may have.");
  return value;
}

inline void read_member(sent_json& from, fixed_text name, std::string& to) { to = from.text(name); }
inline void read_member(sent_json& from, fixed_text name, std::optional<std::string>& to) {
  to = from.text_if_any(name);
}
inline void read_member(sent_json& from, fixed_text name, std::optional<bool>& to) {
  to = from.flag_if_any(name);
}
inline void read_member(sent_json& from, fixed_text name, std::vector<std::string>& to) {
  to = from.texts(name);
}
inline void read_member(sent_json& from, fixed_text name,
                        std::optional<std::vector<std::string>>& to) {
  to = from.texts_if_any(name);
}
template <described_enum T>
void read_member(sent_json& from, fixed_text name, T& to) {
  to = named_value<T>(name, from.text(name));
}
template <described_enum T>
void read_member(sent_json& from, fixed_text name, std::optional<T>& to) {
  if (const auto text = from.text_if_any(name)) to = named_value<T>(name, *text);
}

template <class Shape, class Source>
Shape read_members(Source& from) {
  Shape read{};
  boost::mp11::mp_for_each<shape_members<Shape>>([&](auto member) {
    constexpr fixed_text name{spelled<decltype(member)>.text};
    read_member(from, name, read.*member.pointer);
  });
  from.finish();
  return read;
}

}

/// A member of a body that has to be there.
template <class T>
inline constexpr bool is_required = std::same_as<T, std::string> || std::is_enum_v<T>;

/// Whether a body of this shape may be left out: nothing in it has to be there.
template <class Shape>
constexpr bool may_be_left_out() {
  bool required = false;
  boost::mp11::mp_for_each<shape_members<Shape>>([&](auto member) {
    using type = std::remove_cvref_t<decltype(std::declval<Shape>().*member.pointer)>;
    required = required || is_required<type>;
  });
  return !required;
}

template <class Shape>
Shape read_query(const request& asked) {
  list_query query{asked};
  return detail::read_members<Shape>(query);
}

template <class Shape>
Shape read_body(const request& asked) {
  if (may_be_left_out<Shape>() && asked.body.empty()) return {};
  sent_json body{asked};
  return detail::read_members<Shape>(body);
}

}
