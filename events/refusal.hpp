// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/envelope.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What was lawfully refused: one stream per keyed digest of an account or address and UTC day.
/// Traffic. The name that was typed is never stored, since people type passwords there.
namespace muniment::refusal {

inline constexpr std::string_view category = "refusal";

/// A request was refused.
struct recorded {
  static constexpr std::string_view type = "refusal.recorded";
  static constexpr std::uint16_t version = 1;
  static constexpr auto outcome = event_outcome::refused;

  std::string code; ///< of the register actors/refusals.def
  std::optional<uuid> client;
  std::uint32_t count{}; ///< how many of the same kind this event stands for
  friend bool operator==(const recorded&, const recorded&) = default;
};
BOOST_DESCRIBE_STRUCT(recorded, (), (code, client, count))

/// The day is over. Terminal.
struct closed {
  static constexpr std::string_view type = "refusal.closed";
  static constexpr std::uint16_t version = 1;

  std::uint64_t total{};
  friend bool operator==(const closed&, const closed&) = default;
};
BOOST_DESCRIBE_STRUCT(closed, (), (total))

template <form Form>
using event = std::variant<recorded, closed>;

}
