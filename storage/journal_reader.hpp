// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace muniment::storage {

class pool;

/// The one row of `head`. `frontier` is the tree's after `position` events.
struct head_row {
  uuid journal;
  uuid workspace;
  instant created_at{};
  std::int16_t format = 0;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  bytes frontier;
};

/// Which of the two tables a category lies in; the catalogue says it.
enum class journal_table { facts, traffic };

/// Reads a workspace's journal and what stands beside it, each call one transaction as the
/// workspace's role. Any thread, blocking; throws what `pool::with_workspace` throws. Lists are
/// capped at `rows_limit`, whatever the caller asks.
class journal_reader {
public:
  static constexpr std::size_t rows_limit = 10'000;

  explicit journal_reader(pool& connections) : pool_{connections} {}

  head_row read_head(const schema_name& schema);

  /// Events of one stream with a version above `after_version`, ascending.
  std::vector<event_row> read_stream(const schema_name& schema, journal_table table,
                                     std::int16_t category, const uuid& stream,
                                     std::uint32_t after_version, std::size_t limit);

  /// Facts and traffic above `after_position` in the order of their positions.
  std::vector<event_row> read_page(const schema_name& schema, std::uint64_t after_position,
                                   std::size_t limit);

  /// Those of `wanted` that are held, and by which stream.
  std::vector<claim_row> held_claims(const schema_name& schema, std::span<const claim_id> wanted);

  /// The outcomes under these digests that have not expired by the database's clock.
  std::vector<idempotency_row> outcomes(const schema_name& schema, std::span<const bytes> digests);

  std::vector<key_row> read_keys(const schema_name& schema, std::span<const key_id> wanted);

  /// Keys of one kind after `after` in the order of (bucket, id); page on with the last one's id.
  std::vector<key_row> read_keys_of_kind(const schema_name& schema, std::int16_t kind,
                                         std::optional<key_id> after, std::size_t limit);

  /// All keys as one moment has them, in pages, inside one transaction: while `sink` works, that
  /// stays open. What `sink` throws passes through.
  void read_all_keys(const schema_name& schema,
                     const std::function<void(const std::vector<key_row>&)>& sink);

  /// All keys of one bucket, which an erasure re-wraps; throws `failure{refused}` over the limit.
  std::vector<key_row> read_bucket(const schema_name& schema, std::int16_t kind,
                                   std::int16_t bucket);

  /// The halves of tiles `first` to `last` of a level, ascending.
  std::vector<tile_row> read_tiles(const schema_name& schema, std::int16_t level,
                                   std::int64_t first, std::int64_t last);

private:
  pool& pool_;
};

}
