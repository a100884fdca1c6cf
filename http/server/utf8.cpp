// SPDX-License-Identifier: Apache-2.0
#include "http/server/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace muniment::http {
namespace {

bool within(std::string_view text, std::size_t at, std::uint8_t low, std::uint8_t high) {
  if (at >= text.size()) return false;
  const auto octet = static_cast<std::uint8_t>(text[at]);
  return octet >= low && octet <= high;
}

// The length of the sequence at `at`, 0 if there is none. The second octet carries the bounds that
// keep out overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629 section 4).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<std::uint8_t>(text[at]);
  const auto tail = [&](std::size_t place) { return within(text, at + place, 0x80, 0xbf); };
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool second =
        within(text, at + 1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    return second && tail(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool second =
        within(text, at + 1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
    return second && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}
