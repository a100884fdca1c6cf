// SPDX-License-Identifier: Apache-2.0
#include "events/uuid.hpp"

#include <algorithm>

namespace muniment {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

bool hyphen_after(std::size_t octet) {
  return octet == 3 || octet == 5 || octet == 7 || octet == 9;
}

uuid stamped(uuid id, std::uint8_t version) {
  id.octets[6] = static_cast<std::uint8_t>((id.octets[6] & 0x0f) | (version << 4));
  id.octets[8] = static_cast<std::uint8_t>((id.octets[8] & 0x3f) | 0x80);
  return id;
}

}

uuid uuid::random(std::array<std::uint8_t, 16> entropy) { return stamped({entropy}, 4); }

uuid uuid::of_digest(std::span<const std::uint8_t, 32> digest) {
  std::array<std::uint8_t, 16> octets{};
  std::copy_n(digest.begin(), octets.size(), octets.begin());
  return random(octets);
}

uuid uuid::time_ordered(std::uint64_t unix_milliseconds, std::array<std::uint8_t, 16> entropy) {
  for (int octet = 0; octet < 6; ++octet)
    entropy[octet] = static_cast<std::uint8_t>(unix_milliseconds >> (40 - 8 * octet));
  return stamped({entropy}, 7);
}

uuid uuid::custom(std::array<std::uint8_t, 16> octets) { return stamped({octets}, 8); }

std::optional<uuid> uuid::from_bytes(bytes_view octets) {
  uuid id;
  if (octets.size() != id.octets.size()) return std::nullopt;
  std::copy(octets.begin(), octets.end(), id.octets.begin());
  return id;
}

std::optional<uuid> uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  uuid id;
  std::size_t at = 0;
  for (std::size_t octet = 0; octet < 16; ++octet) {
    const auto high = digits.find(text[at]);
    const auto low = digits.find(text[at + 1]);
    if (high == digits.npos || low == digits.npos) return std::nullopt;
    id.octets[octet] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
    if (hyphen_after(octet) && text[at++] != '-') return std::nullopt;
  }
  return id;
}

std::string to_string(const uuid& id) {
  std::string text;
  text.reserve(36);
  for (std::size_t octet = 0; octet < 16; ++octet) {
    text += digits[id.octets[octet] >> 4];
    text += digits[id.octets[octet] & 15];
    if (hyphen_after(octet)) text += '-';
  }
  return text;
}

}
