// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/tree_check.hpp"

#include "storage/stored_tile.hpp"

#include <algorithm>
#include <utility>

namespace muniment {

namespace {

std::string name_of(const crypto::tile_address& at) {
  return "tile " + std::to_string(at.level) + '/' + std::to_string(at.index);
}

}

void tree_check::add(bytes_view body) {
  if (broken_) return;
  const auto leaf = crypto::leaf_hash(body);
  edge_.append(leaf);
  for (auto& each : tiles_.append(leaf))
    completed_.push_back(std::move(each));
}

void tree_check::settle(storage::journal_snapshot& stored, journal_report& into) {
  for (const auto& each : std::exchange(completed_, {})) {
    ++into.tiles;
    compare(each, stored, into);
  }
}

/// A hash in a lowest tile is that of one event.
void tree_check::compare(const crypto::tile& made, storage::journal_snapshot& stored,
                         journal_report& into) {
  const auto& at = made.address;
  const auto halves =
      stored.read_tile(static_cast<std::int16_t>(at.level), static_cast<std::int64_t>(at.index));
  if (halves.empty()) return into.differs(name_of(at) + " is missing");
  const auto hashes = storage::hashes_in(halves);
  if (!hashes) return into.differs(name_of(at) + " is not whole");
  const auto [ours, theirs] = std::ranges::mismatch(made.hashes, *hashes);
  if (ours == made.hashes.end()) return;
  if (at.level > 0) return into.differs(name_of(at) + " is not that of the tiles below it");
  const auto first = at.index * crypto::tile_width + 1;
  into.differs(name_of(at) + " holds another hash than the body at position " +
               std::to_string(first + static_cast<std::uint64_t>(ours - made.hashes.begin())) +
               " has");
}

void tree_check::finish(storage::journal_snapshot& stored, const storage::journal_end& end,
                        journal_report& into) {
  settle(stored, into);
  if (broken_) return;
  const bool unborn = end.position == 0 && end.frontier.empty();
  if (!unborn && edge_.to_bytes() != end.frontier)
    into.differs("the head's frontier is not that of the bodies");
  const auto halves = stored.tile_halves();
  if (halves > 2 * into.tiles)
    into.differs(std::to_string(halves - 2 * into.tiles) +
                 " halves of tiles are stored that no event completes");
}

}
