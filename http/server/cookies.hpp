// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muniment::http {

/// A cookie of ours is at most this long.
inline constexpr std::size_t longest_cookie = 4096;

/// Why a request's cookies were not read. Both mean that somebody other than this host set them.
enum class cookie_fault : unsigned char { duplicate, malformed };

/// The cookies of one request that this host itself may have set: those of `known`, each a
/// `__Host-` name, which no neighbour under the same base domain can plant. All other cookies are
/// passed over, however many (http/server/foreign_cookies.hpp clears them). Views into the Cookie
/// fields, valid as long as those.
class cookie_jar {
public:
  static constexpr std::size_t most_known = 8;

  /// `known` are at most `most_known` names that outlive the jar.
  explicit cookie_jar(std::span<const std::string_view> known) : known_(known) {}

  /// Reads the value of one Cookie field; a request may have several. A known name twice, or a
  /// known cookie with octets we never write, refuses the request's cookies as a whole: read
  /// nothing from the jar then.
  std::optional<cookie_fault> read(std::string_view field_value);

  /// The value of a known cookie, if sent.
  std::optional<std::string_view> find(std::string_view name) const;

private:
  std::optional<cookie_fault> keep(std::string_view pair);

  std::span<const std::string_view> known_;
  std::array<std::optional<std::string_view>, most_known> values_{};
};

/// The value of a Set-Cookie field that sets `name` (a `__Host-` name) for this host only, unseen
/// by scripts; for the browser session, or for `max_age`. Nothing if name or value could not be
/// read back.
std::optional<std::string> set_cookie(std::string_view name, std::string_view value,
                                      std::optional<std::chrono::seconds> max_age = {});

/// The value of a Set-Cookie field that deletes `name`.
std::optional<std::string> clear_cookie(std::string_view name);

}
