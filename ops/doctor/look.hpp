// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace muniment::doctor {

/// Hears what a look finds, while it looks.
class listener {
public:
  virtual ~listener() = default;

  /// What is looked at next, and how to mend it if no answer ever comes.
  virtual void begin(std::string_view check, std::string_view if_silent) = 0;
  virtual void tell(const finding& found) = 0;

  void tell(const findings& all) {
    for (const auto& each : all)
      tell(each);
  }
};

/// Looks at one group of things. It may block, throw, or never return.
struct look {
  std::string group;
  std::function<void(listener&)> run;
};

/// Takes all looks at once, each in a process of its own, and returns within `patience` and a
/// moment: a resolver, a disk or a database that never answers cannot be interrupted, but a process
/// that waits for it can be left alone. A look that is not over by then, or that breaks, adds a
/// failed finding to what it had told. Called while the process has one thread.
examination take(std::span<const look> looks, std::chrono::milliseconds patience);

}
