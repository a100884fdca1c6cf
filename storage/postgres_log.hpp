// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <ios>
#include <string>

namespace muniment::storage {

/// PostgreSQL's log, open for what one program appends to it; one grown over 8 MiB is first put
/// aside as `<log>.1`.
class postgres_log {
public:
  /// Throws `startup_error`.
  explicit postgres_log(std::filesystem::path log);
  ~postgres_log();
  postgres_log(const postgres_log&) = delete;
  postgres_log& operator=(const postgres_log&) = delete;

  /// The descriptor to write to.
  [[nodiscard]] int file() const { return file_; }

  /// The line written since it was opened that best explains why the program ended; empty when
  /// there is none. What an earlier one complained of is not this one's reason.
  [[nodiscard]] std::string last_complaint() const;

private:
  std::filesystem::path log_;
  int file_;
  std::streamoff begin_;
};

/// The line at or behind `from`, of the last 8 KiB, that best explains why the program that wrote
/// the log ended; empty when there is none or no log.
std::string last_complaint_in(const std::filesystem::path& log, std::streamoff from = 0);

}
