// SPDX-License-Identifier: Apache-2.0
#include "http/server/traceparent.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::size_t whole = 55; // "00-" 32 "-" 16 "-" 2

bool is_lower_hex(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char each) { return hex_value(each) >= 0 && each == lower(each); });
}

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

bool has_shape(std::string_view text) {
  if (text.size() < whole || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  if (text.size() == whole) return true;
  return text.substr(0, 2) != "00" && text[whole] == '-';
}

}

std::optional<std::array<std::uint8_t, 16>> trace_of(std::string_view text) {
  if (!has_shape(text)) return {};
  const auto version = text.substr(0, 2);
  const auto trace = text.substr(3, 32);
  const auto parent = text.substr(36, 16);
  for (const auto part : {version, trace, parent, text.substr(53, 2)})
    if (!is_lower_hex(part)) return {};
  if (version == "ff" || is_zero(trace) || is_zero(parent)) return {};
  std::array<std::uint8_t, 16> id;
  for (std::size_t each = 0; each < id.size(); ++each)
    id[each] =
        static_cast<std::uint8_t>(hex_value(trace[2 * each]) << 4 | hex_value(trace[2 * each + 1]));
  return id;
}

}
