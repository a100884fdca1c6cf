// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace muniment::storage {

/// What a lock keeps, for whoever reads that somebody else has it.
struct locked_thing {
  std::string name;   ///< such as "data directory"
  std::string remedy; ///< what to do while it is in use
};

/// The lock that keeps a directory with one process. The kernel gives it back when the process ends
/// in whatever way, so a stale one cannot exist.
class directory_lock {
public:
  /// Throws `startup_error`, naming `thing` and the holder, when another process has it.
  static directory_lock take(const std::filesystem::path& folder, const locked_thing& thing);

  directory_lock(directory_lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  directory_lock& operator=(directory_lock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~directory_lock() { release(); }

  /// Gives it back early; repeating changes nothing.
  void release() noexcept;

private:
  explicit directory_lock(int file) : file_(file) {}
  int file_;
};

}
