// SPDX-License-Identifier: Apache-2.0
#include "crypto/encoding.hpp"

#include <array>
#include <cstddef>

namespace muniment::crypto {
namespace {

constexpr std::uint8_t no_digit = 0xff;

struct alphabet {
  std::string_view letters;
  std::array<std::uint8_t, 256> digit_of;
};

constexpr alphabet make_alphabet(std::string_view letters) {
  alphabet made{letters, {}};
  made.digit_of.fill(no_digit);
  for (std::size_t i = 0; i < letters.size(); ++i)
    made.digit_of[static_cast<std::uint8_t>(letters[i])] = static_cast<std::uint8_t>(i);
  return made;
}

constexpr auto standard_alphabet =
    make_alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
constexpr auto url_alphabet =
    make_alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
constexpr auto hex_alphabet = make_alphabet("0123456789abcdef");

// Regroups digits of `bits_per_digit` bits; both directions are one bit accumulator.
std::string encode(bytes_view data, const alphabet& letters, unsigned bits_per_digit) {
  std::string text;
  text.reserve((data.size() * 8 + bits_per_digit - 1) / bits_per_digit);
  const unsigned mask = (1u << bits_per_digit) - 1;
  unsigned pending = 0, pending_bits = 0;
  for (const auto byte : data) {
    pending = (pending << 8 | byte) & 0xffff;
    pending_bits += 8;
    while (pending_bits >= bits_per_digit) {
      pending_bits -= bits_per_digit;
      text += letters.letters[pending >> pending_bits & mask];
    }
  }
  if (pending_bits > 0) text += letters.letters[pending << (bits_per_digit - pending_bits) & mask];
  return text;
}

std::optional<bytes> decode(std::string_view text, const alphabet& letters,
                            unsigned bits_per_digit) {
  bytes data;
  data.reserve(text.size() * bits_per_digit / 8);
  unsigned pending = 0, pending_bits = 0;
  for (const char letter : text) {
    const auto digit = letters.digit_of[static_cast<std::uint8_t>(letter)];
    if (digit == no_digit) return std::nullopt;
    pending = (pending << bits_per_digit | digit) & 0xffff;
    pending_bits += bits_per_digit;
    if (pending_bits < 8) continue;
    pending_bits -= 8;
    data.push_back(static_cast<std::uint8_t>(pending >> pending_bits));
  }
  // A whole digit left over encodes nothing; bits left over must be zero to be canonical.
  const unsigned leftover = pending & ((1u << pending_bits) - 1);
  if (pending_bits >= bits_per_digit || leftover != 0) return std::nullopt;
  return data;
}

}

std::string base64url_encode(bytes_view data) { return encode(data, url_alphabet, 6); }

std::optional<bytes> base64url_decode(std::string_view text) {
  return decode(text, url_alphabet, 6);
}

std::string base64_encode(bytes_view data) {
  auto text = base64_unpadded_encode(data);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  // The length modulo four leaves room for one or two pad letters; three are no canonical spelling.
  const auto last = text.find_last_not_of('=');
  const auto digits = last == std::string_view::npos ? 0 : last + 1;
  if (text.size() - digits > 2) return std::nullopt;
  return base64_unpadded_decode(text.substr(0, digits));
}

std::string base64_unpadded_encode(bytes_view data) { return encode(data, standard_alphabet, 6); }

std::optional<bytes> base64_unpadded_decode(std::string_view text) {
  return decode(text, standard_alphabet, 6);
}

std::string hex_encode(bytes_view data) { return encode(data, hex_alphabet, 4); }

std::optional<bytes> hex_decode(std::string_view text) { return decode(text, hex_alphabet, 4); }

}
