// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/personal.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace muniment {

/// The public data members of `T` in described order: the order of their codec, for ever.
template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public>;

/// A struct whose members are described.
template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept described_enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// How many members `T` has.
template <described T>
inline constexpr std::size_t member_count = boost::mp11::mp_size<members_of<T>>::value;

/// Calls `visit(name, member)` for each member of `value`, in described order.
template <class T, class Visit>
requires described<std::remove_const_t<T>>
void for_each_member(T& value, Visit&& visit) {
  boost::mp11::mp_for_each<members_of<std::remove_const_t<T>>>(
      [&](auto member) { visit(std::string_view{member.name}, value.*member.pointer); });
}

/// A fact: a described struct that names its stored type and version. Once written, both and the
/// order of the members never change; a new shape is a new version with an upcaster.
template <class E>
concept event = described<E> && requires {
  { E::type } -> std::convertible_to<std::string_view>;
  { E::version } -> std::convertible_to<std::uint16_t>;
};

/// An enumeration whose unknown values are carried through rather than refused, because newer nodes
/// may write them. Specialise to true beside the enumeration.
template <class T>
inline constexpr bool open_enum = false;

template <class T>
inline constexpr bool is_personal = false;
template <class T>
inline constexpr bool is_personal<plain<T>> = true;
template <class T>
inline constexpr bool is_personal<sealed<T>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

namespace detail {
/// The same template in another form: `registered<opened>` -> `registered<stored>`; a struct
/// without personal fields stays what it is.
template <class To, class T>
struct in_form {
  using type = T;
};
template <class To, template <form> class T, form From>
struct in_form<To, T<From>> {
  using type = T<To>;
};
}

template <form To, class T>
using in_form = typename detail::in_form<To, T>::type;

}
