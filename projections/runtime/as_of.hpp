// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/checksum.hpp"
#include "projections/runtime/replay.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace muniment {

/// What rows of the past may take in memory.
struct as_of_limits {
  std::size_t most_rows = 1'000;
  std::size_t most_octets = 16U << 20;
};

/// Some rows of one read model on their way through the journal.
class past_fold {
public:
  virtual ~past_fold() = default;

  /// The next event. Throws `replay_error`: poison, too_many_rows.
  virtual void add(std::uint64_t position, const decoded<record>& from) = 0;
};

/// The rows of `P` at the wanted keys, folded from the beginning of the journal as far as it is
/// fed. Pure: what it is fed decides alone. A key whose row there is not, or not yet, has none.
/// Compiled once for each read model, in projections/runtime/instances; for others include
/// projections/runtime/folding_as_of.hpp.
template <projection P>
class past_rows final : public past_fold {
public:
  using key = key_of<typename P::row>;

  /// Throws `replay_error{too_many_rows}` when more are wanted than the limits allow.
  explicit past_rows(std::vector<key> wanted, const as_of_limits& limits = {});

  void add(std::uint64_t position, const decoded<record>& from) override;

  [[nodiscard]] const rows_of<P>& rows() const { return rows_; }

private:
  void fold(const key& at, const recorded<typename P::event>& fact);

  std::vector<key> wanted_; ///< in order
  const as_of_limits limits_;
  rows_of<P> rows_;
  std::size_t octets_ = 0;
};

struct as_of_options {
  std::size_t wave_events = 1'024; ///< in memory at once
  std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();
  std::stop_token stop{};
};

/// Feeds the events 1 to `position` to each of `folds`, in order, each parsed once. Blocks for as
/// long as reading the journal takes, over a connection of its own: on a thread of its own. Throws
/// `replay_error`, also when it is not done by `options.until` or `options.stop` is asked for, and
/// `storage::failure`.
void fold_as_of(storage::pool& connections, const storage::schema_name& schema,
                std::uint64_t position, std::span<past_fold* const> folds,
                const as_of_options& options = {});

}
