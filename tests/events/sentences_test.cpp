// SPDX-License-Identifier: Apache-2.0
#include "events/sentences.hpp"

#include "events/catalogue.hpp"
#include "events/codec/shape.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

namespace muniment::documentation {
namespace {

using names = std::set<std::string>;

names names_of(std::span<const sentence> all) {
  names found;
  for (const auto& each : all)
    EXPECT_TRUE(found.emplace(each.name).second) << each.name << " has two sentences";
  return found;
}

/// Every payload's members, as `<type>/<path>` and as `<path>`.
names payload_members() {
  names found;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      [&]<class E>(std::type_identity<E>) {
        for (const auto& each : json_members<E>()) {
          found.insert(each.path);
          found.insert(std::string{E::type} + "/" + each.path);
        }
      });
  return found;
}

TEST(sentences, every_category_has_one) {
  names all;
  for (const auto& each : catalogue::categories())
    all.emplace(each.name);
  EXPECT_EQ(names_of(category_sentences()), all);
}

TEST(sentences, every_type_of_event_has_one) {
  names all;
  for (const auto& each : catalogue::types())
    all.emplace(each.name);
  EXPECT_EQ(names_of(type_sentences()), all);
}

TEST(sentences, every_member_of_the_envelope_has_one) {
  names all;
  for (const auto& each : json_members<envelope>())
    all.insert(each.path);
  EXPECT_EQ(names_of(envelope_sentences()), all);
}

/// Adds the members of every struct below `T` that is sealed as a whole.
template <class T>
void add_sealed_members(std::string_view path, names& to) {
  if constexpr (is_optional<T>) {
    add_sealed_members<typename T::value_type>(path, to);
  } else if constexpr (is_personal<T>) {
    if constexpr (described<typename T::value_type>)
      for (const auto& each : json_members<typename T::value_type>())
        to.insert(std::string{path} + "." + each.path);
  } else if constexpr (described<T>) {
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
      add_sealed_members<std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>>(
          member.name, to);
    });
  }
}

TEST(sentences, every_member_of_what_is_sealed_as_a_whole_has_one) {
  names all;
  add_sealed_members<envelope>("", all);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      [&]<class E>(std::type_identity<E>) { add_sealed_members<E>("", all); });
  EXPECT_EQ(names_of(sealed_sentences()), all);
}

TEST(sentences, every_member_of_a_payload_has_one) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      []<class E>(std::type_identity<E>) {
        for (const auto& each : json_members<E>())
          EXPECT_NE(meaning_of_member(E::type, each.path), "") << E::type << "/" << each.path;
      });
}

TEST(sentences, are_about_members_that_are_there) {
  const auto members = payload_members();
  for (const auto& each : names_of(member_sentences()))
    EXPECT_TRUE(members.contains(each)) << each;
}

TEST(sentences, are_whole_and_fit_a_cell_of_a_table) {
  for (const auto all : {category_sentences(), type_sentences(), envelope_sentences(),
                         sealed_sentences(), member_sentences()})
    for (const auto& each : all) {
      EXPECT_TRUE(each.says.starts_with('`') || std::isupper(each.says.front())) << each.name;
      EXPECT_TRUE(each.says.ends_with('.')) << each.name;
      EXPECT_EQ(each.says.find_first_of("|\n"), std::string_view::npos) << each.name;
    }
}

TEST(sentences, of_a_member_are_those_of_its_event_first) {
  EXPECT_NE(meaning_of_member("session.started", "secret_digest"),
            meaning_of_member("client.registered", "secret_digest"));
  EXPECT_EQ(meaning_of_member("client.registered", "secret_digest"),
            meaning_of(member_sentences(), "secret_digest"));
  EXPECT_EQ(meaning_of_member("consent.given", "colour"), "");
}

}
}
