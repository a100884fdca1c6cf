// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/breached_passwords.hpp"

#include "http/passwords/breached.hpp"

#include <array>
#include <cstdio>
#include <string>

namespace muniment::doctor {
namespace {

constexpr auto stolen_check = "stolen ones";
constexpr unsigned ranges = 1U << 20;
constexpr unsigned step = 4096 + 1; // so that no digit stays what it was

constexpr auto form =
    "fetch the list again: for each five hexadecimal digits, in upper case, it has "
    "a file of that name, with or without .txt";

breached_list seen_in(const std::filesystem::path& path) {
  std::error_code unseen;
  breached_list seen{path, std::filesystem::is_directory(path, unseen)};
  if (!seen.is_directory) return seen;
  for (unsigned range = 0; range < ranges; range += step) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "%05X", range);
    ++seen.tried;
    if (passwords::is_range_readable(path, name.data())) ++seen.readable;
  }
  return seen;
}

}

finding judge_breached(const breached_list& seen) {
  const auto where = seen.path.string();
  if (!seen.is_directory)
    return failed(stolen_check, where + " is no directory: the next start is refused",
                  "put the range files there, or leave breached_passwords unset");
  const auto tried = std::to_string(seen.tried);
  if (seen.readable == seen.tried) return ok(stolen_check, tried + " ranges tried in " + where);
  const auto holes = std::to_string(seen.tried - seen.readable);
  return failed(
      stolen_check,
      holes + " of " + tried + " ranges tried in " + where +
          " are missing or cannot be read: whose password falls into one cannot choose it",
      form);
}

void look_at_breached(const places& at, listener& into) {
  const auto& named = at.values.breached_passwords;
  if (named.empty()) return;
  into.begin(stolen_check, "the disk of " + named + " does not answer: see dmesg");
  into.tell(judge_breached(seen_in(named)));
}

}
