// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A key that signs tokens. The private part is a wrapped key row, never an event.
namespace muniment::signing_key {

inline constexpr std::string_view category = "signing_key";

/// A key exists and is published, but signs nothing yet.
struct generated {
  static constexpr std::string_view type = "signing_key.generated";
  static constexpr std::uint16_t version = 1;

  std::string key_id;     ///< `kid`, unique in the workspace
  std::string algorithm;  ///< JWS name
  std::string public_jwk; ///< RFC 7517 JSON
  friend bool operator==(const generated&, const generated&) = default;
};
BOOST_DESCRIBE_STRUCT(generated, (), (key_id, algorithm, public_jwk))

/// It will sign from a moment on, before its time has come by itself: somebody ordered it.
struct scheduled {
  static constexpr std::string_view type = "signing_key.scheduled";
  static constexpr std::uint16_t version = 1;

  instant activates_at;
  friend bool operator==(const scheduled&, const scheduled&) = default;
};
BOOST_DESCRIBE_STRUCT(scheduled, (), (activates_at))

/// It signs from now on.
struct activated {
  static constexpr std::string_view type = "signing_key.activated";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const activated&, const activated&) = default;
};
BOOST_DESCRIBE_STRUCT(activated, (), ())

/// It signs no more; what it signed still verifies.
struct superseded {
  static constexpr std::string_view type = "signing_key.superseded";
  static constexpr std::uint16_t version = 1;

  instant retires_at;
  friend bool operator==(const superseded&, const superseded&) = default;
};
BOOST_DESCRIBE_STRUCT(superseded, (), (retires_at))

/// It is no longer published.
struct retired {
  static constexpr std::string_view type = "signing_key.retired";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const retired&, const retired&) = default;
};
BOOST_DESCRIBE_STRUCT(retired, (), ())

/// It is not to be trusted from now on.
struct revoked {
  static constexpr std::string_view type = "signing_key.revoked";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const revoked&, const revoked&) = default;
};
BOOST_DESCRIBE_STRUCT(revoked, (), ())

template <form Form>
using event = std::variant<generated, scheduled, activated, superseded, retired, revoked>;

}
