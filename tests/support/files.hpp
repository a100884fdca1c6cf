// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "tests/support/places.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace muniment::test {

/// A path below the checkout.
inline std::filesystem::path in_source(const std::filesystem::path& relative) {
  return source_directory() / relative;
}

/// The whole file; nothing when it cannot be read.
inline std::optional<bytes> read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return std::nullopt;
  return bytes{std::istreambuf_iterator<char>{file}, {}};
}

inline void write_file(const std::filesystem::path& path, bytes_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << as_text(content);
}

}
