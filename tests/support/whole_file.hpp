// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <filesystem>
#include <fstream>

namespace muniment::test {

/// All octets of a file, read in one piece because whole data directories are; what cannot be read
/// is empty.
inline bytes whole_file(const std::filesystem::path& file) {
  std::ifstream from{file, std::ios::binary | std::ios::ate};
  if (!from) return {};
  bytes content(static_cast<std::size_t>(from.tellg()));
  from.seekg(0);
  from.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(from.gcount()));
  return content;
}

}
