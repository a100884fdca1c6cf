// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace muniment {

/// How one projection of a workspace that is awake stands. Written by its projector; any thread
/// reads.
struct projection_standing {
  std::atomic<std::uint64_t> folded = 0; ///< rows in memory reflect the journal up to there; 0
                                         ///< from when they are to be read anew until they are
  std::atomic<std::uint64_t> behind = 0; ///< events that were committed and are not folded yet
  std::atomic<bool> parked = false;
};

/// One for each folding of a projector, in their order.
using projection_standings = std::vector<projection_standing>;

}
