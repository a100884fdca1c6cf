// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace muniment::cli {

/// SIGINT, SIGTERM and SIGHUP as something to wait for instead of something that interrupts. Made
/// on the main thread before any other is started; from then on they do not end the process.
class stop_signal {
public:
  stop_signal();
  ~stop_signal();
  stop_signal(const stop_signal&) = delete;
  stop_signal& operator=(const stop_signal&) = delete;

  /// True as soon as one has arrived, and ever after; false when none has within `limit`.
  bool arrived(std::chrono::milliseconds limit = {}) const;

private:
  int file_;
};

}
