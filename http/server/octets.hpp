// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muniment::http {

/// ASCII digit; no locale takes part.
constexpr bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }

/// ASCII letter.
constexpr bool is_letter(char octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}

/// Whether each octet, by its number, is a character of a token.
inline constexpr auto token_octets = [] {
  std::array<bool, 256> found{};
  for (std::size_t each = 0; each < found.size(); ++each) {
    const auto octet = static_cast<char>(each);
    found[each] = is_letter(octet) || is_digit(octet) ||
                  std::string_view("!#$%&'*+-.^_`|~").find(octet) != std::string_view::npos;
  }
  return found;
}();

/// A character of a token (RFC 9110 section 5.6.2).
constexpr bool is_token_octet(char octet) { return token_octets[static_cast<std::uint8_t>(octet)]; }

/// A control character (C0 or DEL); bytes from 0x80 up are not.
constexpr bool is_control(char octet) {
  const auto value = static_cast<std::uint8_t>(octet);
  return value < 0x20 || value == 0x7f;
}

/// Visible ASCII, 0x21 to 0x7e.
constexpr bool is_visible(char octet) { return octet > 0x20 && octet < 0x7f; }

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char octet) {
  if (is_digit(octet)) return octet - '0';
  if (octet >= 'a' && octet <= 'f') return octet - 'a' + 10;
  if (octet >= 'A' && octet <= 'F') return octet - 'A' + 10;
  return -1;
}

/// ASCII lower case; other bytes unchanged.
constexpr char lower(char octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + ('a' - 'A')) : octet;
}

/// Equal but for the case of ASCII letters.
constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

/// Without optional whitespace (SP, HTAB) at either end (RFC 9110 section 5.6.3).
constexpr std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}
