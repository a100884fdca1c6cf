// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muniment {

/// A 128-bit identifier: of a journal, stream, command, key. Never reused, never personal.
/// Where it comes from is the caller's business: `random` for what must not tell when it was born
/// (facts), `time_ordered` for what is appended to an index in order (traffic).
struct uuid {
  std::array<std::uint8_t, 16> octets{};

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 behind < for one.
  friend auto operator<=>(const uuid&, const uuid&) = default;

  /// The nil UUID (RFC 9562 section 5.9): "nobody", "nothing yet".
  [[nodiscard]] bool is_nil() const { return octets == decltype(octets){}; }

  [[nodiscard]] bytes_view view() const { return octets; }

  /// Version 4 (RFC 9562 section 5.4) from 16 random octets.
  static uuid random(std::array<std::uint8_t, 16> entropy);

  /// Version 4 from the first 16 octets of a SHA-256: whoever hashes the same has the same id.
  static uuid of_digest(std::span<const std::uint8_t, 32> digest);

  /// Version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds before 74 random bits.
  static uuid time_ordered(std::uint64_t unix_milliseconds, std::array<std::uint8_t, 16> entropy);

  /// Version 8 (RFC 9562 section 5.8) from 16 octets: 122 bits that mean what its maker says.
  static uuid custom(std::array<std::uint8_t, 16> octets);

  /// From exactly 16 octets; nothing otherwise.
  static std::optional<uuid> from_bytes(bytes_view octets);

  /// From the canonical text of 36 characters, lower-case only; nothing otherwise.
  static std::optional<uuid> parse(std::string_view text);
};

/// The canonical text: 36 characters, lower case.
std::string to_string(const uuid& id);

}

template <>
struct std::hash<muniment::uuid> {
  std::size_t operator()(const muniment::uuid& id) const noexcept {
    return std::hash<std::string_view>{}(muniment::as_text(id.view()));
  }
};
