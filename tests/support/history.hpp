// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Whether what clients were told fits what the journal holds. Pure: no database, no clock.
namespace muniment::test {

/// What a client knows about its command in the end.
enum class known_outcome : std::uint8_t {
  committed = 1, ///< told so, with the position
  known,         ///< a repetition was told that an earlier attempt had been committed
  refused,       ///< every attempt was refused: it must not be there
  unknown,       ///< told that nobody knows, or given up after such an answer
  none,          ///< an attempt was never answered, and the client gave up
};

/// One command of one client, however often it was attempted. Moments are of one monotonic clock.
struct operation {
  uuid command;
  std::int64_t invoked_at = 0;  ///< nanoseconds, before the first attempt left
  std::int64_t answered_at = 0; ///< nanoseconds, after the last answer arrived
  known_outcome outcome = known_outcome::none;
  std::uint64_t position = 0; ///< where `committed` and `known` say it stands
  std::uint32_t attempts = 0;
};

/// A whole journal with its head, read in one snapshot. `rows` as the tables give them, in the
/// order of their positions.
struct stored_journal {
  std::uint64_t position = 0;
  bytes frontier;
  std::vector<storage::event_row> rows;
};

enum class violation_kind : std::uint8_t {
  lost = 1,        ///< acknowledged and not there
  misplaced,       ///< acknowledged at another position than it stands at
  doubled,         ///< a command stands twice
  refusal_written, ///< refused for certain and there all the same
  stranger,        ///< of a command nobody sent
  gap,             ///< a position nobody has
  position_shared, ///< a position two events have
  reordered,       ///< before a command that was acknowledged when this one was not yet sent
  wrong_head,      ///< the head tells another position than the last event's
  wrong_frontier,  ///< the head's frontier is not that of the stored bodies
  wrong_extract,   ///< a column differs from the body it was taken from
  unreadable,      ///< a body that cannot be decoded
};

/// The kind's name as it is written above.
std::string_view name_of(violation_kind kind);

struct violation {
  violation_kind kind;
  std::string what; ///< position or command id, and what was expected
};

/// Everything that is wrong, in no particular order; empty when all is well. O(n log n).
std::vector<violation> check(std::span<const operation> history, const stored_journal& journal);

}
