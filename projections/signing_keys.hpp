// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/signing_key.hpp"
#include "projections/projection.hpp"

#include <array>

/// The keys that sign tokens: the public parts, for the JWKS.
namespace muniment::signing_keys {

using event = signing_key::event<stored>;

enum class phase : std::uint8_t { next = 1, active, retiring, retired, revoked };
BOOST_DESCRIBE_ENUM(phase, next, active, retiring, retired, revoked)

/// A key and the moments of its life.
struct row {
  uuid id;
  std::string key_id;
  std::string algorithm;
  std::string public_jwk; ///< RFC 7517 JSON
  signing_keys::phase phase = signing_keys::phase::next;
  instant generated_at;
  std::optional<instant> activates_at; ///< if that was ordered
  std::optional<instant> activated_at;
  std::optional<instant> superseded_at;
  std::optional<instant> retires_at;
  std::optional<instant> retired_at;
  std::optional<instant> revoked_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, key_id, algorithm, public_jwk, phase, generated_at, activates_at,
                       activated_at, superseded_at, retires_at, retired_at, revoked_at, position))

/// Whether the JWKS shows a key of this phase: what may have signed something still valid, and what
/// will sign soon.
inline bool is_published(phase now) {
  return now == phase::next || now == phase::active || now == phase::retiring;
}

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "signing_keys";
  static constexpr std::array<std::string_view, 1> lookups{"key_id"};
  using event = signing_keys::event;
  using row = signing_keys::row;
  using birth = signing_key::generated;

  static auto keys(const recorded<event>& fact) { return signing_keys::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return signing_keys::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
