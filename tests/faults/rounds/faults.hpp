// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/rounds/arena.hpp"

#include <span>
#include <string_view>

namespace muniment::test {

/// A round counts only when so many commands were on their way at its kill and at each of its cuts.
inline constexpr std::size_t least_in_flight = 50;

/// One way to hurt a loaded server, and what must be started again after it.
struct fault {
  std::string_view victim; ///< `server`, `postgres`, `cut` or `writer`
  std::string_view name;
  /// Hurts and heals; the number of commands that were on their way at the kill (where two are
  /// killed: at the first) or cut, of several the least; 0 when what was to happen did not.
  std::size_t (*strike)(arena& in, std::mt19937_64& random);
};

/// Keeps the answer of a commit from the first server and returns when that has landed: its clients
/// wait, and nobody but the database knows. False when it did not land in time.
bool wait_for_unheard_commit(arena& in);

/// All of them, in the order the rounds take them.
std::span<const fault> faults();

}
