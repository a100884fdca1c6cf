// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/signing_key.hpp"

#include <chrono>

namespace muniment::signing_key {

/// For at least so long a key is published before it signs, so that whoever keeps the JWKS for as
/// long as it is told to (half of this at most) knows it by then.
inline constexpr std::chrono::seconds published_ahead{600};

/// A key pair was made. The host puts the private part into the keyring, in the append that says
/// that the key exists; it is destroyed in the one that says that it is retired or revoked.
struct generate {
  static constexpr std::string_view type = "signing_key.generate";
  std::string key_id;
  std::string algorithm;
  std::string public_jwk;   ///< RFC 7517 JSON without any private member
  plain<bytes> private_key; ///< PKCS#8 DER; in memory only
  friend bool operator==(const generate&, const generate&) = default;
};
BOOST_DESCRIBE_STRUCT(generate, (), (key_id, algorithm, public_jwk, private_key))

/// Let it sign from a moment on. Only what signs next is scheduled; the earliest moment holds.
struct schedule {
  static constexpr std::string_view type = "signing_key.schedule";
  instant activates_at;
  instant now;
  friend bool operator==(const schedule&, const schedule&) = default;
};
BOOST_DESCRIBE_STRUCT(schedule, (), (activates_at, now))

struct activate {
  static constexpr std::string_view type = "signing_key.activate";
  friend bool operator==(const activate&, const activate&) = default;
};
BOOST_DESCRIBE_STRUCT(activate, (), ())

/// Another key signs from now on.
struct supersede {
  static constexpr std::string_view type = "signing_key.supersede";
  instant retires_at; ///< when the last thing it signed has expired
  instant now;
  friend bool operator==(const supersede&, const supersede&) = default;
};
BOOST_DESCRIBE_STRUCT(supersede, (), (retires_at, now))

/// Publish it no longer. Refused before the moment named when it was superseded.
struct retire {
  static constexpr std::string_view type = "signing_key.retire";
  instant now;
  friend bool operator==(const retire&, const retire&) = default;
};
BOOST_DESCRIBE_STRUCT(retire, (), (now))

/// Trust it no longer, in whichever phase it is.
struct revoke {
  static constexpr std::string_view type = "signing_key.revoke";
  friend bool operator==(const revoke&, const revoke&) = default;
};
BOOST_DESCRIBE_STRUCT(revoke, (), ())

using command = std::variant<generate, schedule, activate, supersede, retire, revoke>;

/// next -> active -> retiring -> retired; revoked from each of them.
enum class phase : std::uint8_t { absent = 1, next, active, retiring, retired, revoked };
BOOST_DESCRIBE_ENUM(phase, absent, next, active, retiring, retired, revoked)

struct plain_state {
  signing_key::phase phase = signing_key::phase::absent;
  instant retires_at;
  std::optional<instant> activates_at; ///< if it was scheduled
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, retires_at, activates_at))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& key, const command& wish);
state<stored> evolve(state<stored> key, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = signing_key::category;
  using command = signing_key::command;
  template <form Form>
  using event = signing_key::event<Form>;
  template <form Form>
  using state = signing_key::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return signing_key::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return signing_key::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
