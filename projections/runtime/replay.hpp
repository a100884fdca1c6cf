// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/page.hpp"
#include "storage/schema_name.hpp"

#include <functional>
#include <span>
#include <stdexcept>
#include <stop_token>

namespace muniment {

namespace storage {
class pool;
}

/// Why a journal cannot be folded through, or a fold cannot be trusted. Its text holds no data.
class replay_error : public std::runtime_error {
public:
  enum class reason : std::uint8_t {
    gap = 1,       ///< a position is missing
    poison,        ///< an event cannot be folded
    too_many_rows, ///< more than memory is set aside for
    differs,       ///< two folds, or what was written and read back, are not equal
    cancelled,     ///< somebody asked it to stop
    outrun,        ///< the live rows moved on, faster than could be followed
    too_late,      ///< it was to be done by then and is not
  };

  replay_error(reason why, std::uint64_t position, const std::string& sentence)
      : std::runtime_error{sentence + " (position " + std::to_string(position) + ')'}, why_{why},
        position_{position} {}

  [[nodiscard]] reason why() const { return why_; }
  [[nodiscard]] std::uint64_t position() const { return position_; }

private:
  reason why_;
  std::uint64_t position_;
};

/// Some events in a row; they live only for the call.
struct wave {
  std::span<const recorded_body> bodies; ///< of those that are wanted
  std::uint64_t last = 0;                ///< position of the last event, wanted or not
  std::size_t events = 0;                ///< how many, wanted or not
};

using wave_sink = std::function<void(const wave& events)>;

/// Whether an event is wanted; each is where it is null. May throw `replay_error`.
using wave_filter = std::function<bool(std::uint64_t position, bytes_view body)>;

/// Streams the events `after` + 1 to `upto` from the database in waves of `wave_events`, the last
/// one shorter; bodies that are not `wanted` are not kept. `sink` is called for one wave after the
/// other, on threads of its own, while the next one is read; no more than these two are in memory.
/// Blocks until the last is done; throws `replay_error` for a gap and when `stop` is asked for,
/// what `sink` throws and what `storage::copy_bodies` throws.
void replay(storage::pool& connections, const storage::schema_name& schema, std::uint64_t after,
            std::uint64_t upto, std::size_t wave_events, const std::stop_token& stop,
            const wave_sink& sink, const wave_filter& wanted = {});

}
