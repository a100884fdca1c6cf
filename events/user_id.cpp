// SPDX-License-Identifier: Apache-2.0
#include "events/user_id.hpp"

#include <algorithm>

namespace muniment {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::size_t letters = 21;
constexpr unsigned letter_bits = 6;
constexpr unsigned all_bits = 128;
/// 21 letters have 126 bits, an id 122 of its own. The first letter thus never is `-`, which the
/// command line would take for an option.
constexpr unsigned spare_bits = 4;

constexpr unsigned version_octet = 6;
constexpr std::uint8_t written_as_letters = 8; ///< RFC 9562 section 5.8

std::uint8_t version_of(const uuid& id) { return id.octets[version_octet] >> 4; }

/// Version and variant (RFC 9562 section 4) are the same in all of them.
constexpr bool says_nothing(unsigned bit) {
  return (bit >= 48 && bit < 52) || bit == 64 || bit == 65;
}

unsigned bit_of(const uuid& id, unsigned bit) { return id.octets[bit / 8] >> (7 - bit % 8) & 1U; }

}

uuid make_user_id(user_id_format format, std::array<std::uint8_t, 16> entropy) {
  return format == user_id_format::nanoid ? uuid::custom(entropy) : uuid::random(entropy);
}

std::string written_user_id(const uuid& id) {
  if (version_of(id) != written_as_letters) return to_string(id);
  std::string text;
  unsigned letter = 0;
  unsigned taken = spare_bits;
  for (unsigned bit = 0; bit < all_bits; ++bit) {
    if (says_nothing(bit)) continue;
    letter = letter << 1 | bit_of(id, bit);
    if (++taken % letter_bits != 0) continue;
    text += alphabet[letter];
    letter = 0;
  }
  return text;
}

std::optional<uuid> read_user_id(std::string_view text) {
  if (text.size() != letters) return uuid::parse(text);
  std::array<std::uint8_t, 16> octets{};
  unsigned bit = 0;
  unsigned taken = 0;
  for (const char each : text) {
    const auto letter = alphabet.find(each);
    if (letter == alphabet.npos) return std::nullopt;
    for (unsigned at = 0; at < letter_bits; ++at, ++taken) {
      const auto value = letter >> (letter_bits - 1 - at) & 1U;
      if (taken < spare_bits && value != 0) return std::nullopt;
      if (taken < spare_bits) continue;
      while (says_nothing(bit))
        ++bit;
      octets[bit / 8] |= static_cast<std::uint8_t>(value << (7 - bit % 8));
      ++bit;
    }
  }
  return uuid::custom(octets);
}

}
