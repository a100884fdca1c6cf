// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/rebuild.hpp"

namespace muniment {

/// The pauses between tries of a rebuild to index its table or to take the live one's place, while
/// somebody holds them. Each is twice as long as the one before, five seconds at most: readers wait
/// for a moment at each try.
class swap_wait {
public:
  /// The patience of `options`, which outlive this, begins now.
  swap_wait(std::string_view projection, const replay_options& options);

  /// Throws `replay_error`: too_late once the patience is over, cancelled as soon as the options'
  /// `stop` is asked for. `position` is what the error names.
  void pause(std::uint64_t position);

private:
  std::string_view projection_;
  const replay_options& options_;
  std::chrono::steady_clock::time_point until_;
  std::chrono::milliseconds length_{0};
};

}
