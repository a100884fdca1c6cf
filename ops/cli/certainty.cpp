// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/certainty.hpp"

#include "ops/cli/usage_error.hpp"

#include <iostream>
#include <unistd.h>

namespace muniment::cli {

void require_certainty(bool sure, const std::string& what) {
  if (!sure && ::isatty(STDIN_FILENO) == 0)
    throw usage_error{what + " is for ever and was not confirmed", "add --yes"};
}

void ask_certainty(bool sure, const std::string& warning, const std::string& word,
                   const std::string& hint) {
  if (sure) return;
  std::cerr << warning << "\nType " << word << " to go on: " << std::flush;
  std::string typed;
  if (!std::getline(std::cin, typed) || typed != word)
    throw storage::startup_error{"that was something else; nothing was done", hint};
}

}
