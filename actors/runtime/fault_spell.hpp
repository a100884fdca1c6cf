// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <set>
#include <string>

namespace muniment {

/// Which of many faults a log is told: of a spell of them each cause once, and that it is over.
/// Faults belong to one spell until something succeeds `quiet` after the last of them, so that
/// whoever can cause one now and then cannot fill the log.
class fault_spell {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// Causes told of one spell at most.
  static constexpr std::size_t most_causes = 20;

  explicit fault_spell(std::chrono::steady_clock::duration quiet) : quiet_{quiet} {}

  /// Whether this fault is to be told.
  bool failed(const std::string& cause, moment now) {
    last_ = now;
    return told_.size() < most_causes && told_.insert(cause).second;
  }

  /// Whether this success ends a spell.
  bool succeeded(moment now) {
    if (told_.empty() || now - last_ < quiet_) return false;
    told_.clear();
    return true;
  }

private:
  std::chrono::steady_clock::duration quiet_;
  std::set<std::string> told_;
  moment last_{};
};

}
