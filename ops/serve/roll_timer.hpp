// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

namespace muniment::ops {

/// Looks at once, and then again and again, on a thread of its own, whether a roll of the keys is
/// due. It ends with its owner, who waits for a look that is under way.
class roll_timer {
public:
  /// `look` may block, does not throw, and ends early when asked to.
  explicit roll_timer(std::function<void(const std::stop_token&)> look,
                      std::chrono::milliseconds between = std::chrono::hours{1});

private:
  std::jthread thread_;
};

}
