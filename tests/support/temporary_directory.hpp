// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace muniment::test {

/// A fresh directory that every account may pass through, removed with all it holds on destruction.
/// Those of test processes that crashed are removed by the next one.
class temporary_directory {
public:
  temporary_directory();
  ~temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

}
