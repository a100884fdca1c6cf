// SPDX-License-Identifier: Apache-2.0
#include "tests/house/text.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace muniment::house {

bool is_code(const std::string& path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

std::string room_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::vector<std::string> includes_of(const source& file) {
  static const std::regex include(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  std::vector<std::string> found;
  std::smatch match;
  for (const auto& line : lines_of(file.text))
    if (std::regex_search(line, match, include)) found.push_back(match[1]);
  return found;
}

std::string text_of(const sources& files, const std::string& path) {
  const auto file = std::ranges::find(files, path, &source::path);
  return file == files.end() ? std::string{} : file->text;
}

}
