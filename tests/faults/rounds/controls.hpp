// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/rounds/cluster.hpp"

#include <span>
#include <string_view>

namespace muniment::test {

/// A defence taken away, and the violation that must then be seen: a checker that stays green
/// without it proves nothing.
struct control {
  std::string_view name;
  violation_kind expected;
  /// Runs once under a seed; what the checker found.
  std::vector<violation> (*run)(cluster& at, std::uint64_t seed);
};

std::span<const control> controls();

/// Tries seeds from `seed` on, at most eight, until the expected violation is seen; says how many
/// it took.
bool goes_red(const control& which, cluster& at, std::uint64_t seed);

}
