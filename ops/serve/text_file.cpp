// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/text_file.hpp"

#include <fstream>
#include <sstream>

namespace muniment::ops {

std::optional<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return {};
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) return {};
  return std::move(text).str();
}

}
