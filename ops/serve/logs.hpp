// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace spdlog::details {
class thread_pool;
}

namespace muniment::ops {

/// The two logs of a server, one JSON object a line: what it answered, and what it has to tell of
/// itself. From when this is made until it ends, that is whatever the program gives to spdlog's
/// default logger, on any thread. Both are written by threads of their own: a reader that does not
/// read loses lines and keeps nobody waiting. Lines of access are gathered for a tenth of a second
/// first, which a crash may lose.
class logs {
public:
  /// `level` is one of those of the setting `log_level`. Without a sink the program's own lines go
  /// to standard error.
  logs(spdlog::sink_ptr access, spdlog::sink_ptr program, const std::string& level);

  /// Writes what waits.
  ~logs();
  logs(const logs&) = delete;
  logs& operator=(const logs&) = delete;

  /// Takes lines of access, whole.
  [[nodiscard]] const std::shared_ptr<spdlog::logger>& access() const { return access_; }

private:
  std::shared_ptr<spdlog::logger> before_;
  std::shared_ptr<spdlog::details::thread_pool> program_writer_;
  std::shared_ptr<spdlog::logger> access_;
};

}
