// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/credential.hpp"

namespace muniment::credential {

/// The password is to be this. It ends a lockout, since only the person or an operator may wish it.
struct set_password {
  static constexpr std::string_view type = "credential.set_password";
  plain<std::string> password_hash; ///< PHC or crypt(3) text
  bool must_change{};
  friend bool operator==(const set_password&, const set_password&) = default;
};
BOOST_DESCRIBE_STRUCT(set_password, (), (password_hash, must_change))

/// The person replaces the password they proved to know by another of their own choice. It ends a
/// lockout. Refused once the password is another one than the one that was proven.
struct change_password {
  static constexpr std::string_view type = "credential.change_password";
  plain<std::string> verified;      ///< the hash it was checked against
  plain<std::string> password_hash; ///< PHC text
  friend bool operator==(const change_password&, const change_password&) = default;
};
BOOST_DESCRIBE_STRUCT(change_password, (), (verified, password_hash))

/// The right password was typed.
struct note_success {
  static constexpr std::string_view type = "credential.note_success";
  plain<std::string> verified;              ///< the hash it was checked against
  std::optional<plain<std::string>> rehash; ///< the same password under today's parameters
  instant now;
  friend bool operator==(const note_success&, const note_success&) = default;
};
BOOST_DESCRIBE_STRUCT(note_success, (), (verified, rehash, now))

/// A wrong password was typed. Failures are no facts of this noun (they are refusals): the host
/// counts them, starting from the state's `failures` when it wakes the credential and from zero
/// after a success, and only the lockout that follows is recorded here.
struct note_failure {
  static constexpr std::string_view type = "credential.note_failure";
  std::uint32_t failures{}; ///< in a row, this one included
  instant now;
  friend bool operator==(const note_failure&, const note_failure&) = default;
};
BOOST_DESCRIBE_STRUCT(note_failure, (), (failures, now))

/// A lockout ends before its time, since an operator wishes it. Where none stands nothing changes.
struct unlock {
  static constexpr std::string_view type = "credential.unlock";
  friend bool operator==(const unlock&, const unlock&) = default;
};
BOOST_DESCRIBE_STRUCT(unlock, (), ())

using command = std::variant<set_password, change_password, note_success, note_failure, unlock>;

enum class phase : std::uint8_t { absent = 1, active };
BOOST_DESCRIBE_ENUM(phase, absent, active)

template <form Form>
struct state {
  credential::phase phase = credential::phase::absent;
  personal<Form, std::string> password_hash;
  bool must_change{};
  std::uint32_t failures{}; ///< what the last lockout counted; zero when none stands
  std::optional<instant> locked_until;
  friend bool operator==(const state&, const state&) = default;
  BOOST_DESCRIBE_CLASS(state, (), (phase, password_hash, must_change, failures, locked_until), (),
                       ())
};

/// Until when so many failures in a row keep a credential locked; nothing while they are free. Five
/// are; the sixth costs 30 seconds, each further one twice as much, up to 15 minutes.
std::optional<instant> lockout_until(std::uint32_t failures, instant now);

decision<event<opened>> decide(const state<opened>& credential, const command& wish);
state<stored> evolve(state<stored> credential, const event<stored>& fact);

/// The aggregate. Its stream has the user's id.
struct noun {
  static constexpr auto category = credential::category;
  using command = credential::command;
  template <form Form>
  using event = credential::event<Form>;
  template <form Form>
  using state = credential::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return credential::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return credential::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid& stream, const state<stored>&,
                                     const event<opened>&) {
    return stream;
  }
};
static_assert(decider<noun>);

}
