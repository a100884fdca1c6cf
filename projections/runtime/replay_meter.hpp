// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/rebuild.hpp"

namespace muniment {

/// Counts events for whoever shows progress.
class replay_meter {
public:
  replay_meter(const replay_options& options, std::uint64_t total);

  /// So many more.
  void add(std::string_view stage, std::uint64_t events);
  /// So many in all; never fewer than before.
  void reach(std::string_view stage, std::uint64_t done);
  [[nodiscard]] std::chrono::milliseconds elapsed() const;

private:
  const replay_options& options_;
  replay_progress at_;
  std::chrono::steady_clock::time_point began_;
};

/// Throws `replay_error::too_many_rows` beyond the limit.
void check_rows(std::string_view projection, std::size_t rows, std::uint64_t position,
                const replay_options& options);

/// Throws `replay_error::differs` unless `equal`.
void check_equal(bool equal, std::uint64_t position, const char* sentence);

}
