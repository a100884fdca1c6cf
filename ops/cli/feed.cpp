// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/feed.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

namespace muniment::cli {
namespace {

constexpr std::chrono::milliseconds first_wait{250};
constexpr std::chrono::milliseconds longest_wait{5'000};

}

feed::feed(const connection_options& options) : at_(api::workspace(options)) {
  at_.give_up_when([this] { return ended(); });
}

boost::json::object feed::get(const std::string& path, const api::parameters& query) {
  for (auto pause = first_wait;; pause = std::min(pause * 2, longest_wait)) {
    try {
      auto answer = at_.get(path, query);
      note_answer();
      return answer;
    } catch (const server_away& why) {
      if (!answered_) throw; // It may be the wrong server's name as well.
      note_absence(why.what());
    }
    if (stop_.arrived(pause)) throw given_up{};
  }
}

void feed::note_answer() {
  if (away_) std::cerr << "muniment: the server answers again\n";
  answered_ = true;
  away_ = false;
}

void feed::note_absence(const std::string& why) {
  if (!away_) std::cerr << "muniment: " << why << "; waiting for the server\n";
  away_ = true;
}

}
