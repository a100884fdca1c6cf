// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/signing_key.hpp"
#include "projections/signing_keys.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// How the keys that sign tokens follow each other: from the keys of a workspace to what is to be
/// done with them, and when. Of each algorithm one key signs and one is published to be the next.
/// Pure; any thread.
namespace muniment::key_rotation {

/// What an operator settles for the deployment.
struct terms {
  std::string algorithm = "RS256"; ///< of which every workspace has a key, besides those it has
  unsigned rsa_bits = 2048;
  std::chrono::seconds period = std::chrono::days{30}; ///< for which a key signs
  /// For which it is published after that: until the last token it signed is over.
  std::chrono::seconds kept = std::chrono::minutes{11};
  /// For which a hint that it signed is believed after that: until the last session that began
  /// while it signed is over.
  std::chrono::seconds believed = std::chrono::hours{24} + std::chrono::minutes{1};
};

enum class deed : std::uint8_t { activate = 1, supersede, generate, retire };
BOOST_DESCRIBE_ENUM(deed, activate, supersede, generate, retire)

/// The moment of what should have been done already.
inline constexpr instant at_once{};

/// One deed, and from when on it is to be done.
struct step {
  deed what = deed::generate;
  uuid key; ///< for `generate` that of the new one
  std::string algorithm;
  instant due = at_once;
  bool urgent = false; ///< once due, it is done before anything of this algorithm is signed
  friend bool operator==(const step&, const step&) = default;
};

/// What lies before the keys of `workspace`, soonest first; of what is due at once, what matters
/// most first. `wanted` is an algorithm that is needed besides, or empty. The key to be made next
/// has an id that follows from the one before it: whoever makes it twice is told that it exists.
std::vector<step> plan(const uuid& workspace, const std::vector<signing_keys::row>& keys,
                       const terms& by, std::string_view wanted = {});

/// The first step that is due; null when there is none. With `to_sign`, of those that have to come
/// before a signature of that algorithm.
const step* due_step(const std::vector<step>& plan, instant now, std::string_view to_sign = {});

/// The row of the key that was published to sign next, of an algorithm; null when there is none.
const signing_keys::row* upcoming(const std::vector<signing_keys::row>& keys,
                                  std::string_view algorithm);

/// From when on whoever keeps the JWKS knows this key.
instant known_from(const signing_keys::row& key);

/// Drops the rows that matter neither to a plan nor to a JWKS.
std::vector<signing_keys::row> without_past(std::vector<signing_keys::row> keys);

/// Those of keys that were retired, and never revoked, and that another one replaced after `since`:
/// the newest 32, newest first.
std::vector<signing_keys::row> lately_retired(std::vector<signing_keys::row> keys, instant since);

}
