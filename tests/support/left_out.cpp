// SPDX-License-Identifier: Apache-2.0
#include "tests/support/left_out.hpp"

#include <algorithm>

namespace muniment::test {

std::vector<left_out> read_left_out(std::istream& lines) {
  std::vector<left_out> all;
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    if (line.starts_with('#') || space == std::string::npos) continue;
    all.push_back({line.substr(0, space), line.substr(space + 1)});
  }
  return all;
}

const left_out* leaves_out(const std::vector<left_out>& all, std::string_view test) {
  const auto found = std::ranges::find_if(all, [&](const left_out& each) {
    const std::string_view pattern{each.pattern};
    return pattern.ends_with('*') ? test.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : test == pattern;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string filter_without(const std::string& wished, const std::vector<left_out>& all) {
  auto filter = wished;
  auto between = wished.find('-') == std::string::npos ? '-' : ':';
  for (const auto& each : all) {
    filter += between + each.pattern;
    between = ':';
  }
  return filter;
}

}
