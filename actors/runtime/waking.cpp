// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/waking.hpp"

#include "storage/failure.hpp"
#include "storage/stored_tile.hpp"

namespace muniment {

namespace {

using storage::failure;
using storage::failure_kind;

/// What `partial_tiles::restore` asks for, out of the newest bodies and the tiles below each level.
class stored_nodes {
public:
  stored_nodes(storage::journal_reader& reader, const storage::schema_name& schema,
               std::uint64_t size)
      : reader_{reader}, schema_{schema}, first_leaf_{size - size % crypto::tile_width} {
    if (size == first_leaf_) return;
    for (const auto& row : reader_.read_page(schema_, first_leaf_, crypto::tile_width))
      leaves_.push_back(crypto::leaf_hash(row.body));
  }

  crypto::hash operator()(unsigned level, std::uint64_t index) {
    if (level > 0) return tile_root(level / crypto::tile_height - 1, index);
    if (index - first_leaf_ >= leaves_.size())
      throw failure{failure_kind::missing, "the journal is shorter than its head says"};
    return leaves_[index - first_leaf_];
  }

private:
  crypto::hash tile_root(unsigned tile_level, std::uint64_t index) {
    const auto at = static_cast<std::int64_t>(index);
    const auto halves = reader_.read_tiles(schema_, static_cast<std::int16_t>(tile_level), at, at);
    const auto hashes = storage::hashes_in(halves);
    if (!hashes) throw failure{failure_kind::missing, "a completed tile is not stored whole"};
    return crypto::tile_root(*hashes);
  }

  storage::journal_reader& reader_;
  const storage::schema_name& schema_;
  std::uint64_t first_leaf_;
  std::vector<crypto::hash> leaves_;
};

storage::taken_head raise(storage::hub_connection& hub, const storage::schema_name& schema,
                          std::uint64_t epoch) {
  const auto result = hub.take_over(schema, epoch);
  using verdict = storage::takeover_verdict;
  if (result.verdict == verdict::busy)
    throw failure{failure_kind::timed_out,
                  hub.end_stalled() > 0
                      ? "an append that its node did not finish held the journal, and was ended"
                      : "an append in flight holds the journal"};
  if (result.verdict == verdict::unknown)
    throw failure{failure_kind::lost, "the connection was lost while taking over"};
  if (result.verdict == verdict::failed)
    throw failure{failure_kind::refused, "the take-over was refused", result.sqlstate};
  if (!result.head.raised)
    throw failure{failure_kind::refused, "another writer took the journal over"};
  return result.head;
}

/// A journal that nobody has written to yet has no bytes of a frontier.
crypto::frontier edge_of(const storage::taken_head& head) {
  if (head.position == 0 && head.frontier.empty()) return {};
  const auto edge = crypto::frontier::from_bytes(head.frontier);
  if (!edge || edge->size() != head.position)
    throw failure{failure_kind::missing, "the frontier is not that of the head"};
  return *edge;
}

instant last_moment(storage::journal_reader& reader, const storage::schema_name& schema,
                    std::uint64_t position) {
  if (position == 0) return instant{};
  const auto last = reader.read_page(schema, position - 1, 1);
  if (last.size() != 1 || last.front().position != position)
    throw failure{failure_kind::missing, "the journal is shorter than its head says"};
  return last.front().recorded_at;
}

}

journal_cursor wake(storage::hub_connection& hub, storage::journal_reader& reader,
                    const storage::schema_name& schema) {
  const auto row = reader.read_head(schema);
  const auto head = raise(hub, schema, row.epoch);
  auto edge = edge_of(head);
  stored_nodes nodes{reader, schema, head.position};
  auto tiles = crypto::partial_tiles::restore(
      head.position, [&](unsigned level, std::uint64_t index) { return nodes(level, index); });
  if (tiles.root() != edge.root())
    throw failure{failure_kind::missing, "stored events and tiles do not have the head's root"};
  return {schema,
          row.journal,
          head.epoch,
          head.position,
          last_moment(reader, schema, head.position),
          std::move(edge),
          std::move(tiles)};
}

}
