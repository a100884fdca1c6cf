// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/append_request.hpp"
#include "crypto/merkle_tiles.hpp"
#include "crypto/merkle_tree.hpp"
#include "events/recorded_body.hpp"

#include <span>

namespace muniment {

/// Where a journal ends: everything its single writer must know to write on.
struct journal_cursor {
  storage::schema_name schema;
  uuid journal;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  instant recorded_at{};
  crypto::frontier frontier;
  crypto::partial_tiles tiles;
};

/// Requests given their places: the part to append, the cursor once it is committed, and for each
/// request the position of its last event (the one before it, when it has none).
struct sequenced_batch {
  storage::journal_part part;
  journal_cursor after;
  std::vector<std::uint64_t> last_positions;
};

/// Gives positions, times, leaf hashes and tiles, in the order given. Pure: `now` is the writer's
/// clock, and no event is recorded before the one it follows. Categories and types must be in the
/// catalogue; anything else throws std::logic_error.
sequenced_batch sequence(const journal_cursor& before, std::span<const append_ptr> requests,
                         instant now);

/// The bodies of a part in journal order.
std::vector<recorded_body> bodies_of(const storage::journal_part& part);

}
