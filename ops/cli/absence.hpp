// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace muniment::cli {

/// A server that may go away and come back while it is asked again and again. Standard error is
/// told that it went, and why, and that it answers again; each once.
class absence {
public:
  /// It did not answer. How long to wait before it is asked again: a quarter of a second, then
  /// twice as long each time, five seconds at most.
  std::chrono::milliseconds note(const std::string& why);

  /// It answered.
  void end();

private:
  std::chrono::milliseconds pause_{0}; ///< the last one; none while it is not away
};

}
