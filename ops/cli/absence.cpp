// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/absence.hpp"

#include <algorithm>
#include <iostream>

namespace muniment::cli {
namespace {

constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{5'000};

}

std::chrono::milliseconds absence::note(const std::string& why) {
  const bool went = pause_.count() == 0;
  if (went) std::cerr << "muniment: " << why << "; waiting for the server\n";
  pause_ = went ? first_pause : std::min(pause_ * 2, longest_pause);
  return pause_;
}

void absence::end() {
  if (pause_.count() > 0) std::cerr << "muniment: the server answers again\n";
  pause_ = {};
}

}
