// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/hub_connection.hpp"
#include "storage/journal_part.hpp"

#include <cstdint>
#include <vector>

namespace muniment::storage {

class journal_reader;

/// What became of a part whose outcome was unknown. `deposed`: another epoch than ours stood in the
/// head and nothing was changed; the rest then tells that head, and `committed` is empty.
/// Otherwise `epoch` is ours now, nothing of the lost connection can land any more, and `committed`
/// holds every event above the last known head, in order, gap-free up to `position`.
struct resolution {
  bool deposed = false;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  bytes frontier;
  std::vector<event_row> committed;
};

struct resolution_limits {
  /// Raises of the epoch; between two of them the lost backend is ended.
  int attempts = 5;
  /// More events above the last known head than any lost part can hold are no outcome of it.
  std::size_t events = limits::part_rows;
};

/// Resolves the unknown outcome of a part that `my_epoch` sent on the connection of `lost`: raises
/// the epoch over `hub`, another connection, which waits for the append in flight or, when that
/// holds out for the lock timeout, ends its backend; then reads what is there. A raise that the
/// standby was not waited for is followed by another, because a commit that was waited for proves
/// all before it replicated. Bounded by `limits.attempts` times hub deadlines.
/// Throws `failure`: timed_out (after all attempts), lost (`hub` is of no more use; call again with
/// a new one, and expect `deposed` if the raise had landed), refused, or what the reader throws.
/// Once the raise is replicated `my_epoch` is the raised one, also when it throws then: call again
/// with that, or our own raise passes for another writer's.
resolution resolve(hub_connection& hub, journal_reader& reader, const schema_name& schema,
                   std::uint64_t& my_epoch, std::uint64_t last_known_position,
                   const backend_id& lost, resolution_limits limits = {});

}
