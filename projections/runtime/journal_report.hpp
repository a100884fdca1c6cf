// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace muniment {

/// What comparing a journal with itself, and with what is kept beside it, gave.
struct journal_report {
  /// So many differences are told; one edit can make every later one differ.
  static constexpr std::size_t most_told = 50;

  std::uint64_t position = 0; ///< up to which all was compared
  std::uint64_t claims = 0;   ///< kept
  std::uint64_t tiles = 0;    ///< that the events complete
  std::uint64_t differing = 0;
  /// The first differences, a sentence each, with ids and positions and no other data.
  std::vector<std::string> differences;

  [[nodiscard]] bool equal() const { return differing == 0; }

  void differs(std::string sentence) {
    if (differing++ < most_told) differences.push_back(std::move(sentence));
  }
};

}
