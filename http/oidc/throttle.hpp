// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

/// How whoever fails is slowed down: so many failures are free, each further one begins a pause,
/// twice as long as the one before, up to a longest. Pure; any thread.
namespace muniment::oidc {

/// Zero is lawful everywhere; where `first` or `longest` is zero there is no pause.
struct throttle_terms {
  std::uint32_t free = 5; ///< failures that begin no pause
  std::chrono::seconds first{30};
  std::chrono::seconds longest{15 * 60}; ///< also the time in which one failure is forgotten
  friend bool operator==(const throttle_terms&, const throttle_terms&) = default;
};

/// What is known of one of those who try.
struct throttle_state {
  std::uint32_t failures = 0;
  instant since = {};                ///< from when on failures are forgotten, one after another
  std::optional<instant> until = {}; ///< the end of the last pause
  bool told = false;                 ///< somebody was turned away in it
  friend bool operator==(const throttle_state&, const throttle_state&) = default;
};

struct throttle_verdict {
  std::chrono::seconds wait{0}; ///< rounded up; zero: whoever asks may try
  bool first = false;           ///< nobody was turned away in this pause before
  friend bool operator==(const throttle_verdict&, const throttle_verdict&) = default;
};

/// What so many failures cost; zero while they are free.
std::chrono::seconds pause_after(std::uint32_t failures, const throttle_terms& terms);

/// Whether somebody may try now. A clock that was set back makes no pause longer than the longest.
throttle_verdict judge(const throttle_state& known, const throttle_terms& terms, instant now);

/// After a try began, which was allowed. It counts as a failure from now on, so that of many at
/// once no more begin than one after another would. Failures that would make no pause longer are
/// not counted.
throttle_state after_start(const throttle_state& known, const throttle_terms& terms, instant now);

/// After somebody was turned away, which costs nothing more.
throttle_state after_refusal(throttle_state known);

/// After so many failures proved to be none. The pause that they began is over: `begun` is the end
/// of the one that the last of them began, if it began one.
throttle_state after_pardon(throttle_state known, std::uint32_t failures,
                            const throttle_terms& terms, std::optional<instant> begun);

/// When nothing will be known any more, if nothing else happens.
instant forgotten_at(const throttle_state& known, const throttle_terms& terms);

}
