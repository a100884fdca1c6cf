// SPDX-License-Identifier: Apache-2.0
#include "http/personal_data.hpp"

#include "actors/commands.hpp"
#include "actors/declared_claims.hpp"
#include "projections/catalogue.hpp"

#include <algorithm>

namespace muniment::personal_data {
namespace {

using boost::mp11::mp_for_each;
using boost::mp11::mp_transform;

template <class T>
void fill(T& value) {
  if constexpr (described_enum<T>)
    value = boost::mp11::mp_front<boost::describe::describe_enumerators<T>>::value;
  else if constexpr (is_optional<T>)
    fill(value.emplace());
  else if constexpr (described<T>)
    for_each_member(value, [](std::string_view, auto& member) { fill(member); });
}

/// A value in which every member that may be there is, and which could have been recorded.
template <described T>
T filled() {
  T value{};
  fill(value);
  return value;
}

template <class T>
struct is_sealed_type : std::bool_constant<is_personal<T>> {};
template <class T>
struct is_sealed_type<std::optional<T>> : is_sealed_type<T> {};

/// Calls `visit(name, member)` with the sealed members of `value`.
template <class T, class Visit>
void for_each_sealed(T& value, Visit visit) {
  for_each_member(value, [&](std::string_view name, auto& member) {
    if constexpr (is_sealed_type<std::remove_cvref_t<decltype(member)>>::value) visit(name, member);
  });
}

template <class T>
bool is_there(const T& member) {
  if constexpr (is_optional<T>)
    return member.has_value();
  else
    return true;
}

template <class T>
bool has_sealed(std::string_view wanted) {
  bool found = false;
  T value{};
  for_each_sealed(value, [&](std::string_view name, auto&) { found = found || name == wanted; });
  return found;
}

template <event E>
std::vector<std::string_view> read_models_of(std::string_view member) {
  std::vector<std::string_view> names;
  mp_for_each<read_models>([&]<class P>(P) {
    if (boost::mp11::mp_contains<typename P::event, E>::value &&
        has_sealed<typename P::row>(member))
      names.push_back(P::name);
  });
  return names;
}

/// What an event of this type declares when nothing is missing in it.
template <event E>
claim_declaration declaration() {
  envelope at;
  at.type = E::type;
  at.type_version = E::version;
  const auto body = encode_body(at, pack_event(filled<E>()));
  return declared_claims(decode_body(body).value()).value();
}

std::optional<claim_kind> claim_of(const claim_declaration& declared, std::string_view member) {
  const auto found =
      std::ranges::find(declared.taken, member, [](const auto& each) { return each.sealed_field; });
  return found == declared.taken.end() ? std::nullopt : std::optional(found->kind);
}

template <class Noun, event E>
bool has_subject() {
  const typename Noun::template event<opened> draft{in_form<opened, E>{}};
  return Noun::subject(uuid{}, filled<typename Noun::template state<stored>>(), draft).has_value();
}

template <class Noun, event E>
event_contents contents() {
  event_contents found{Noun::category, E::type, has_subject<Noun, E>(), {}, {}};
  const auto declared = declaration<E>();
  const E value{};
  for_each_member(value, [&](std::string_view name, const auto& member) {
    if constexpr (is_sealed_type<std::remove_cvref_t<decltype(member)>>::value)
      found.sealed.push_back(
          {E::type, std::string{name}, read_models_of<E>(name), claim_of(declared, name)});
    else
      found.plain.emplace_back(name);
  });
  return found;
}

/// A member of the row of somebody who was there when they are erased. Rows that none changes keep
/// what they have.
template <projection P>
bool is_emptied(std::string_view member) {
  if constexpr (is_written_once<P> ||
                !boost::mp11::mp_contains<typename P::event, user::erased>::value) {
    return false;
  } else {
    const recorded<typename P::event> erasure{{}, user::erased{}};
    auto left = P::fold(filled<typename P::row>(), {}, erasure);
    bool there = false;
    for_each_sealed(*left, [&](std::string_view name, auto& value) {
      there = there || (name == member && is_there(value));
    });
    return !there;
  }
}

}

std::vector<event_contents> contents_of_events() {
  std::vector<event_contents> all;
  mp_for_each<nouns>([&]<class Noun>(Noun) {
    using events =
        boost::mp11::mp_rename<typename Noun::template event<stored>, boost::mp11::mp_list>;
    mp_for_each<mp_transform<std::type_identity, events>>(
        [&]<class E>(std::type_identity<E>) { all.push_back(contents<Noun, E>()); });
  });
  return all;
}

std::vector<sealed_column> sealed_columns() {
  std::vector<sealed_column> all;
  mp_for_each<read_models>([&]<class P>(P) {
    typename P::row row{};
    for_each_sealed(row, [&](std::string_view name, auto&) {
      all.push_back({P::name, std::string{name}, is_emptied<P>(name)});
    });
  });
  return all;
}

std::vector<claim_kind> claims_given_up() { return declaration<user::erased>().released; }

}
