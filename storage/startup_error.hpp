// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace muniment::storage {

/// Why something the process needs before it can serve is not there. `what()` is one line saying
/// what is wrong, `hint()` one line saying what the operator can do; neither holds a secret.
class startup_error : public std::runtime_error {
public:
  startup_error(const std::string& message, std::string hint)
      : std::runtime_error(message), hint_(std::move(hint)) {}

  const std::string& hint() const noexcept { return hint_; }

private:
  std::string hint_;
};

}
