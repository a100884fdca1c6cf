// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A person. The stream's id is the subject whose key seals every personal field here.
namespace muniment::user {

inline constexpr std::string_view category = "user";

/// The subject key that was made with the user: its id and the commitment every box under it opens
/// with.
struct key_reference {
  uuid id;
  bytes commitment;
  friend bool operator==(const key_reference&, const key_reference&) = default;
};
BOOST_DESCRIBE_STRUCT(key_reference, (), (id, commitment))

/// Somebody can be known here. The digests are what the claims table holds: HMAC of the canonical
/// spelling under the workspace's look-up key, sealed because a digest of a guessable name is
/// personal too.
template <form Form>
struct registered {
  static constexpr std::string_view type = "user.registered";
  static constexpr std::uint16_t version = 1;

  personal<Form, std::string> user_name;
  personal<Form, bytes> user_name_digest;
  std::optional<personal<Form, std::string>> email;
  std::optional<personal<Form, bytes>> email_digest;
  bool email_verified{};
  std::optional<personal<Form, std::string>> display_name;
  std::optional<std::string> locale; ///< BCP 47
  key_reference subject_key;
  friend bool operator==(const registered&, const registered&) = default;
  BOOST_DESCRIBE_CLASS(registered, (),
                       (user_name, user_name_digest, email, email_digest, email_verified,
                        display_name, locale, subject_key),
                       (), ())
};

/// The profile reads like this from now on; what is absent is unknown.
template <form Form>
struct profile_changed {
  static constexpr std::string_view type = "user.profile_changed";
  static constexpr std::uint16_t version = 1;

  std::optional<personal<Form, std::string>> display_name;
  std::optional<std::string> locale;
  friend bool operator==(const profile_changed&, const profile_changed&) = default;
  BOOST_DESCRIBE_CLASS(profile_changed, (), (display_name, locale), (), ())
};

/// May no longer sign in.
struct disabled {
  static constexpr std::string_view type = "user.disabled";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const disabled&, const disabled&) = default;
};
BOOST_DESCRIBE_STRUCT(disabled, (), ())

/// May sign in again.
struct enabled {
  static constexpr std::string_view type = "user.enabled";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const enabled&, const enabled&) = default;
};
BOOST_DESCRIBE_STRUCT(enabled, (), ())

/// The subject key was destroyed; nothing personal of this user can be read again.
struct erased {
  static constexpr std::string_view type = "user.erased";
  static constexpr std::uint16_t version = 1;

  std::uint32_t boxes{}; ///< sealed fields left unreadable in the user's own stream
  friend bool operator==(const erased&, const erased&) = default;
};
BOOST_DESCRIBE_STRUCT(erased, (), (boxes))

template <form Form>
using event = std::variant<registered<Form>, profile_changed<Form>, disabled, enabled, erased>;

}
