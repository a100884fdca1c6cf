// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/throttle.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

namespace muniment::oidc {

/// Under what somebody who tries is known: a part of a keyed digest, so that nobody outside can
/// aim at a neighbour's place.
using throttle_key = std::array<std::uint8_t, 16>;

/// What is known of those who failed, in memory. When it is full and somebody new comes, whoever
/// would be forgotten first anyhow leaves, in a pause or not: to be forgotten at once takes as many
/// others as the table holds, each of whom failed so often as to be remembered for longer. One
/// thread at a time.
class throttle_table {
public:
  throttle_table(const throttle_terms& terms, std::size_t capacity)
      : terms_(terms), capacity_(capacity > 0 ? capacity : 1) {}

  [[nodiscard]] throttle_verdict judge(const throttle_key& who, instant now) const;

  /// A try began, which was allowed; the end of the pause that it began, if it began one.
  std::optional<instant> start(const throttle_key& who, instant now);

  /// Somebody was turned away.
  void turn_away(const throttle_key& who);

  /// Takes back as many failures as are still known, at most so many, and says how many that were.
  /// `begun` is what `start` said.
  std::uint32_t pardon(const throttle_key& who, std::uint32_t failures,
                       std::optional<instant> begun);

  /// How many failures are known.
  [[nodiscard]] std::uint32_t failures(const throttle_key& who) const;

  /// How many are in it.
  [[nodiscard]] std::size_t size() const { return known_.size(); }

private:
  void keep(const throttle_key& who, const throttle_state& now_known);
  void leave_room(const throttle_key& newcomer);
  void forget(std::map<throttle_key, throttle_state>::iterator place);
  void shed(instant now);

  throttle_terms terms_;
  std::size_t capacity_;
  std::map<throttle_key, throttle_state> known_;
  std::set<std::pair<instant, throttle_key>> order_; ///< by when they are forgotten
};

}
