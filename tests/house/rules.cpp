// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rules.hpp"

#include "tests/house/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>
#include <string_view>

namespace muniment::house {
namespace {

constexpr std::array pure_rooms{"crypto", "events", "actors", "projections"};

/// The CAF side of a room that is otherwise pure; messages.hpp is the interface of its actors.
bool is_runtime(const std::string& path) {
  return path.find("/runtime/") != path.npos || path.starts_with("actors/policies/") ||
         path == "actors/messages.hpp";
}

bool is_pure(const std::string& path) {
  const auto room = room_of(path);
  return !is_runtime(path) &&
         std::any_of(pure_rooms.begin(), pure_rooms.end(), [&](auto name) { return room == name; });
}

/// How high a file stands; nothing for what is not in a room.
std::optional<int> floor_of(const std::string& path) {
  const auto room = room_of(path);
  if (room == "crypto") return 0;
  if (room == "events") return 1;
  if (room == "actors" || room == "projections") return is_runtime(path) ? 4 : 2;
  if (room == "storage") return 3;
  if (room == "http") return 5;
  if (room == "ops") return 6;
  return {};
}

bool may_include(const std::string& from, const std::string& to) {
  const auto here = *floor_of(from), there = *floor_of(to);
  if (here != there) return here > there;
  return room_of(from) == room_of(to) || is_runtime(from);
}

std::set<std::string> paths_of(const sources& files) {
  std::set<std::string> paths;
  for (const auto& file : files)
    paths.insert(file.path);
  return paths;
}

void each_line_matching(const source& file, const std::regex& pattern, violations& found) {
  std::smatch match;
  for (const auto& line : lines_of(file.text))
    if (std::regex_search(line, match, pattern))
      found.push_back({file.path, "says " + match.str()});
}

}

violations arrows(const sources& files) {
  violations found;
  for (const auto& file : files) {
    if (!is_code(file.path) || !floor_of(file.path)) continue;
    for (const auto& include : includes_of(file))
      if (include.starts_with("tests/") || (floor_of(include) && !may_include(file.path, include)))
        found.push_back({file.path, "includes " + include});
  }
  return found;
}

violations purity(const sources& files) {
  static const std::regex impure(
      R"(^(caf|pqxx|boost/asio|boost/beast|spdlog|netinet|arpa)(/|\.hpp|$))"
      R"(|^(libpq-fe\.h|sys/socket\.h|netdb\.h|thread)$)");
  static const std::regex clock(R"(\w*::now\(|\b(clock_gettime|gettimeofday|std::time)\()");
  violations found;
  for (const auto& file : files) {
    if (!is_code(file.path) || !is_pure(file.path)) continue;
    for (const auto& include : includes_of(file))
      if (std::regex_search(include, impure)) found.push_back({file.path, "includes " + include});
    each_line_matching(file, clock, found);
  }
  return found;
}

violations mirrored_tests(const sources& files) {
  constexpr std::string_view prefix = "tests/", suffix = "_test.cpp";
  const auto paths = paths_of(files);
  violations found;
  for (const auto& path : paths) {
    if (!path.starts_with(prefix) || !path.ends_with(suffix)) continue;
    const auto unit = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
    if (floor_of(unit) && !paths.contains(unit + ".cpp") && !paths.contains(unit + ".hpp"))
      found.push_back({path, "tests nothing called " + unit});
  }
  return found;
}

violations tested_units(const sources& files) {
  const auto paths = paths_of(files);
  violations found;
  for (const auto& path : paths) {
    if (!path.ends_with(".cpp") || !is_pure(path)) continue;
    const auto test = "tests/" + path.substr(0, path.size() - 4) + "_test.cpp";
    if (!paths.contains(test)) found.push_back({path, "has no " + test});
  }
  return found;
}

violations licence_lines(const sources& files) {
  constexpr std::string_view licence = "SPDX-License-Identifier: Apache-2.0";
  violations found;
  for (const auto& file : files) {
    const auto lines = lines_of(file.text);
    const bool script = !lines.empty() && lines[0].starts_with("#!");
    const bool code =
        is_code(file.path) || file.path.ends_with(".def") || file.path.ends_with(".sql");
    if (!script && !code) continue;
    const auto line = script ? 1U : 0U;
    if (lines.size() <= line || !lines[line].ends_with(licence))
      found.push_back({file.path, "does not open with its licence"});
  }
  return found;
}

violations room_readmes(const sources& files) {
  violations found;
  for (const auto room : rooms) {
    const auto readme = std::string{room} + "/README.md";
    if (lines_of(text_of(files, readme)).size() < 5)
      found.push_back({readme, "is missing or shorter than five lines"});
  }
  return found;
}

violations long_files(const sources& files) {
  constexpr std::size_t limit = 400;
  violations found;
  for (const auto& file : files) {
    const auto length = lines_of(file.text).size();
    if (is_code(file.path) && length > limit)
      found.push_back({file.path, "has " + std::to_string(length) + " lines"});
  }
  return found;
}

violations actor_interfaces(const sources& files) {
  static const std::regex interface(R"(=\s*caf::typed_actor<)");
  violations found;
  for (const auto& file : files)
    if (is_code(file.path) && floor_of(file.path) && file.path != "actors/messages.hpp")
      each_line_matching(file, interface, found);
  return found;
}

violations banned_words(const sources& files) {
  static const std::regex unfinished(R"(\b(TO)(DO)\b|\b(FIX)(ME)\b)");
  static const std::regex sleeping(R"(\b(u|nano)?(sle)(ep)(_for|_until)?\()");
  violations found;
  for (const auto& file : files) {
    each_line_matching(file, unfinished, found);
    if (is_code(file.path) && file.path.starts_with("tests/"))
      each_line_matching(file, sleeping, found);
  }
  return found;
}

violations unexcused(const std::string& rule, const violations& found,
                     const std::vector<exception>& exceptions) {
  violations remaining;
  std::set<std::string> excused, needed;
  for (const auto& each : exceptions)
    if (each.rule == rule) excused.insert(each.path);
  for (const auto& each : found) {
    needed.insert(each.path);
    if (!excused.contains(each.path)) remaining.push_back(each);
  }
  for (const auto& each : exceptions) {
    if (each.rule != rule) continue;
    if (!needed.contains(each.path))
      remaining.push_back({each.path, "no longer needs its exception"});
    if (each.reason.empty()) remaining.push_back({each.path, "is excepted without a reason"});
  }
  return remaining;
}

}
