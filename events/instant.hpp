// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muniment {

/// A moment: microseconds since 1970-01-01T00:00:00Z, the resolution of the journal and of
/// Postgres.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/// RFC 3339 in UTC with six decimals: `2026-03-03T14:03:00.000000Z`.
std::string to_string(instant moment);

/// Reads what `to_string` writes, with 0 to 6 decimals; nothing otherwise.
std::optional<instant> parse_instant(std::string_view text);

/// Microseconds since the epoch.
constexpr std::int64_t to_microseconds(instant moment) { return moment.time_since_epoch().count(); }
constexpr instant from_microseconds(std::int64_t count) {
  return instant{std::chrono::microseconds{count}};
}

}
