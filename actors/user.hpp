// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/user.hpp"

namespace muniment::user {

/// Somebody is to be known here. The digests come from the edge, which holds the look-up key; the
/// subject key is made by the host, which fills `subject_key` before it decides.
struct register_user {
  static constexpr std::string_view type = "user.register";
  plain<std::string> user_name;
  plain<bytes> user_name_digest;
  std::optional<plain<std::string>> email;
  std::optional<plain<bytes>> email_digest;
  bool email_verified{};
  std::optional<plain<std::string>> display_name;
  std::optional<std::string> locale;
  key_reference subject_key;
  friend bool operator==(const register_user&, const register_user&) = default;
};
BOOST_DESCRIBE_STRUCT(register_user, (),
                      (user_name, user_name_digest, email, email_digest, email_verified,
                       display_name, locale, subject_key))

struct change_profile {
  static constexpr std::string_view type = "user.change_profile";
  std::optional<plain<std::string>> display_name;
  std::optional<std::string> locale;
  friend bool operator==(const change_profile&, const change_profile&) = default;
};
BOOST_DESCRIBE_STRUCT(change_profile, (), (display_name, locale))

struct disable {
  static constexpr std::string_view type = "user.disable";
  friend bool operator==(const disable&, const disable&) = default;
};
BOOST_DESCRIBE_STRUCT(disable, (), ())

struct enable {
  static constexpr std::string_view type = "user.enable";
  friend bool operator==(const enable&, const enable&) = default;
};
BOOST_DESCRIBE_STRUCT(enable, (), ())

/// Make the person unreadable for ever. The host destroys the subject key in the same append.
struct erase {
  static constexpr std::string_view type = "user.erase";
  friend bool operator==(const erase&, const erase&) = default;
};
BOOST_DESCRIBE_STRUCT(erase, (), ())

using command = std::variant<register_user, change_profile, disable, enable, erase>;

enum class phase : std::uint8_t { absent = 1, active, disabled, erased };
BOOST_DESCRIBE_ENUM(phase, absent, active, disabled, erased)

template <form Form>
struct state {
  user::phase phase = user::phase::absent;
  personal<Form, std::string> user_name;
  personal<Form, bytes> user_name_digest;
  std::optional<personal<Form, bytes>> email_digest;
  std::optional<personal<Form, std::string>> display_name;
  std::optional<std::string> locale;
  std::uint32_t boxes{};
  friend bool operator==(const state&, const state&) = default;
  BOOST_DESCRIBE_CLASS(state, (),
                       (phase, user_name, user_name_digest, email_digest, display_name, locale,
                        boxes),
                       (), ())
};

decision<event<opened>> decide(const state<opened>& user, const command& wish);
state<stored> evolve(state<stored> user, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = user::category;
  using command = user::command;
  template <form Form>
  using event = user::event<Form>;
  template <form Form>
  using state = user::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return user::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return user::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid& stream, const state<stored>&,
                                     const event<opened>&) {
    return stream;
  }
};
static_assert(decider<noun>);

}
