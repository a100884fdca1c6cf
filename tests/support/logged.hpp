// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>

namespace muniment::test {

/// What is logged while it lives. Look at it when nobody logs.
class logged {
public:
  logged() {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
  }
  ~logged() { spdlog::set_default_logger(before_); }
  logged(const logged&) = delete;
  logged& operator=(const logged&) = delete;

  /// How many lines say that.
  [[nodiscard]] int count(const std::string& text) const {
    std::istringstream all{lines.str()};
    int found = 0;
    for (std::string line; std::getline(all, line);)
      found += line.find(text) != line.npos ? 1 : 0;
    return found;
  }

  std::ostringstream lines;

private:
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

}
