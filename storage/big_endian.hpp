// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <array>
#include <concepts>
#include <cstddef>

/// Numbers as octets, for what is bound into boxes and for small file formats.
namespace muniment::storage {

template <std::unsigned_integral N>
constexpr std::array<std::uint8_t, sizeof(N)> big_endian(N number) {
  std::array<std::uint8_t, sizeof(N)> octets{};
  for (std::size_t i = 0; i < sizeof(N); ++i)
    octets[i] = static_cast<std::uint8_t>(number >> (8 * (sizeof(N) - 1 - i)));
  return octets;
}

/// Four octets as a number.
constexpr std::uint32_t from_big_endian(std::span<const std::uint8_t, 4> octets) {
  std::uint32_t number = 0;
  for (const auto octet : octets)
    number = number << 8 | octet;
  return number;
}

inline void put(bytes& to, bytes_view part) { to.insert(to.end(), part.begin(), part.end()); }

/// A part behind its length (64 bits), so that no two lists of parts make the same octets.
inline void put_part(bytes& to, bytes_view part) {
  put(to, big_endian(std::uint64_t{part.size()}));
  put(to, part);
}

}
