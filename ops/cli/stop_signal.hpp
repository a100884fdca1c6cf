// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace muniment::cli {

/// What SIGHUP says to a process that is nobody's service: that its terminal is gone. A service is
/// asked to read its files again, unless it began on a terminal.
enum class hangup : unsigned char { stops, asks_a_service_to_reload };

/// SIGINT, SIGTERM and SIGHUP as something to wait for instead of something that interrupts; a
/// SIGHUP that is ignored (nohup) stays so. Made on the main thread before any other is started;
/// from then on they do not end the process.
class stop_signal {
public:
  explicit stop_signal(hangup meaning = hangup::stops);
  ~stop_signal();
  stop_signal(const stop_signal&) = delete;
  stop_signal& operator=(const stop_signal&) = delete;

  /// True as soon as one has arrived that stops, and ever after; false when none has within
  /// `limit`.
  bool arrived(std::chrono::milliseconds limit = {}) const;

  /// Whether it was asked, since the last call, to read files again.
  bool asks_to_reload();

private:
  int stopping_;
  int reloading_ = -1;
};

}
