// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/binary_copy.hpp"
#include "storage/journal_reader.hpp"

#include <functional>
#include <optional>

namespace muniment::storage {

class pool;

/// Where the journal ends, as its head says.
struct journal_end {
  uuid journal;
  std::uint64_t position = 0;
  bytes frontier;
};

/// A journal and what is kept beside it, all as of one moment, however fast it moves on: one
/// transaction on a connection of its own, which holds PostgreSQL's clean-up back while it lives.
/// One thread; blocking; throws as `binary_copy` and `pool::dsn_of`.
class journal_snapshot {
public:
  journal_snapshot(pool& connections, const schema_name& schema,
                   std::chrono::milliseconds patience = std::chrono::seconds{30});

  /// Throws `failure` also unless there is one head, at a position that can be.
  journal_end end();

  /// The events `after` + 1 to `upto` in the order of their positions, with all their columns, and
  /// the table that each stands in.
  void read_events(std::uint64_t after, std::uint64_t upto,
                   const std::function<void(journal_table, const event_row&)>& take);

  /// Where the next event behind `position` stands; none when it is the last.
  std::optional<std::uint64_t> next_position(std::uint64_t position);

  /// Where events stand that are below position 1 or behind `position`, in order.
  void read_positions_below_first(const std::function<void(std::int64_t)>& take);
  void read_positions_behind(std::uint64_t position, const std::function<void(std::int64_t)>& take);

  /// The halves of one tile, in order.
  std::vector<tile_row> read_tile(std::int16_t level, std::int64_t index);
  std::uint64_t tile_halves();

  /// All claims, in no order.
  void read_claims(const std::function<void(claim_row)>& take);

  /// Remembered outcomes of commands that stand behind `position`.
  std::uint64_t outcomes_behind(std::uint64_t position);

private:
  std::uint64_t count(const std::string& from);
  void read_positions(const std::string& where, const std::function<void(std::int64_t)>& take);

  binary_copy session_;
};

}
