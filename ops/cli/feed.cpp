// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/feed.hpp"

#include <chrono>

namespace muniment::cli {

feed::feed(const connection_options& options) : at_(api::workspace(options)) {
  at_.give_up_when([this] { return ended(); });
}

boost::json::object feed::get(const std::string& path, const api::parameters& query) {
  for (;;) {
    std::chrono::milliseconds pause{};
    try {
      auto answer = at_.get(path, query);
      answered_ = true;
      away_.end();
      return answer;
    } catch (const server_away& why) {
      if (!answered_) throw; // It may be the wrong server's name as well.
      pause = away_.note(why.what());
    }
    if (stop_.arrived(pause)) throw given_up{};
  }
}

}
