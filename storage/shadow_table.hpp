// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/read_models.hpp"

namespace muniment::storage {

/// The table in which a rebuild gathers its rows before it takes the live table's place. One
/// rebuild per projection at a time. Any thread, blocking; throws what `pool::with_workspace`
/// throws.
class shadow_table {
public:
  /// Drops what an earlier rebuild left.
  shadow_table(pool& connections, const schema_name& schema, table_shape shape);

  /// Copies rows in bulk: `next` fills one in and says whether it did.
  void fill(const std::function<bool(row_text&)>& next);

  /// Its key and look-ups; after `fill`, before `upsert`.
  void index();

  void upsert(std::span<const row_text> rows);

  /// All rows in key order.
  void scan(const std::function<void(const row_text&)>& take);

  /// Takes the live table's place with the checkpoint at `position`, in one transaction: whoever
  /// reads meanwhile waits and reads the new one. Nothing when the live rows reach beyond it:
  /// catch up and try again. Where somebody holds the live table for longer than 150 ms, as a dump
  /// of the database does, throws `failure` with SQLSTATE 55P03, nothing is changed, and it may be
  /// tried again.
  std::optional<checkpoint> take_place(std::uint64_t position);

  /// Gives up.
  void drop();

private:
  pool& pool_;
  schema_name schema_;
  table_shape shape_;
};

}
