// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/row_text.hpp"
#include "storage/schema_name.hpp"
#include "storage/table_shape.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace muniment::storage {

class pool;

/// How far a projection's rows reach. `generation` is 0 while there is no table, and grows with
/// each table; both together fence writers that do not know of each other.
struct checkpoint {
  std::uint64_t position = 0;
  std::uint32_t generation = 0;
  friend bool operator==(const checkpoint&, const checkpoint&) = default;
};

/// The read-model tables of workspaces: rows as text (`row_columns.hpp` makes and reads them). A
/// table that does not exist reads as empty. Any thread, blocking; throws what
/// `pool::with_workspace` throws.
class read_models {
public:
  /// Most rows of one `list` or `find`, whatever the caller asks.
  static constexpr std::size_t list_limit = 200;

  explicit read_models(pool& connections) : pool_{connections} {}

  /// The row with this key.
  std::optional<row_text> read(const schema_name& schema, const table_shape& shape,
                               const field_text& key);

  /// Those that exist, in no order. At most `upsert_rows` keys.
  std::vector<row_text> read_all(const schema_name& schema, const table_shape& shape,
                                 const std::vector<field_text>& keys);

  struct rows_at {
    checkpoint at{};
    std::vector<row_text> rows;
  };

  /// The same with the checkpoint that they belong to, of one moment.
  rows_at read_all_at(const schema_name& schema, const table_shape& shape,
                      const std::vector<field_text>& keys);

  /// Rows in the order of their keys, from the first or after `after`; texts order by octets.
  std::vector<row_text> list(const schema_name& schema, const table_shape& shape,
                             const field_text& after, std::size_t limit);

  /// The same among those whose look-up `column` holds `value`.
  std::vector<row_text> find(const schema_name& schema, const table_shape& shape,
                             std::string_view column, const field_text& value,
                             const field_text& after, std::size_t limit);

  std::uint64_t count(const schema_name& schema, const table_shape& shape);

  /// Where to fold on from. When no rows of this shape can be relied on (none yet, another shape,
  /// a vanished table) begins anew at 0 and says so in the database. Drops tables of shapes that
  /// are superseded by an established one; a shadow of this shape may be in use.
  checkpoint open(const schema_name& schema, const table_shape& shape);

  /// The checkpoint as it stands; nothing when there is none of this shape.
  std::optional<checkpoint> find_checkpoint(const schema_name& schema, const table_shape& shape);

  /// Writes `rows` (each key once) and the checkpoint in one transaction, the table too when it is
  /// the first. Nothing is written, and nothing returned, when the checkpoint is no longer
  /// `expected`: somebody else moved it. What is returned is durable: whoever keeps changed rows in
  /// memory may forget them.
  std::optional<checkpoint> persist(const schema_name& schema, const table_shape& shape,
                                    const checkpoint& expected, std::uint64_t position,
                                    std::span<const row_text> rows);

  /// Rows of the table in key order, from the first or after `after`, with the checkpoint they
  /// belong to, all of one moment. `begin` is told the checkpoint first and may decline with false;
  /// `take` gets one row after the other until it says false. False when declined.
  bool scan(const schema_name& schema, const table_shape& shape, const field_text& after,
            const std::function<bool(const checkpoint&)>& begin,
            const std::function<bool(const row_text&)>& take);

private:
  pool& pool_;
};

/// Most rows of one INSERT.
inline constexpr std::size_t upsert_rows = 1'000;

}
