// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A user's password. One stream per user, with the user's id.
namespace muniment::credential {

inline constexpr std::string_view category = "credential";

/// The password is this from now on.
template <form Form>
struct password_set {
  static constexpr std::string_view type = "credential.password_set";
  static constexpr std::uint16_t version = 1;

  personal<Form, std::string> password_hash; ///< PHC or crypt(3) text, parameters included
  bool must_change{};                        ///< one-time: to be changed at the next login
  friend bool operator==(const password_set&, const password_set&) = default;
  BOOST_DESCRIBE_CLASS(password_set, (), (password_hash, must_change), (), ())
};

/// The same password under today's parameters, seen at a login.
template <form Form>
struct password_rehashed {
  static constexpr std::string_view type = "credential.password_rehashed";
  static constexpr std::uint16_t version = 1;

  personal<Form, std::string> password_hash;
  friend bool operator==(const password_rehashed&, const password_rehashed&) = default;
  BOOST_DESCRIBE_CLASS(password_rehashed, (), (password_hash), (), ())
};

/// Too many failures in a row: refused until then.
struct locked {
  static constexpr std::string_view type = "credential.locked";
  static constexpr std::uint16_t version = 1;

  std::uint32_t failures{};
  instant until;
  friend bool operator==(const locked&, const locked&) = default;
};
BOOST_DESCRIBE_STRUCT(locked, (), (failures, until))

/// Tries count from zero again.
struct unlocked {
  static constexpr std::string_view type = "credential.unlocked";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const unlocked&, const unlocked&) = default;
};
BOOST_DESCRIBE_STRUCT(unlocked, (), ())

template <form Form>
using event = std::variant<password_set<Form>, password_rehashed<Form>, locked, unlocked>;

}
