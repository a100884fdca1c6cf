// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/read_models.hpp"

#include <pqxx/transaction>

/// What reads and writes rows inside a transaction that is already running; for storage itself.
namespace muniment::storage {

row_text row_text_from(const pqxx::row& row);

std::vector<row_text> rows_from(const pqxx::result& result);

/// Inserts or replaces `rows`, at most `upsert_rows` a statement.
void upsert(pqxx::work& transaction, const table_shape& shape, const std::string& table,
            std::span<const row_text> rows);

/// Hands out the table in key order, from the first row or after `after`, page by page, until
/// `take` says false. `take` must not use the transaction, in which the next page is fetched on
/// another thread meanwhile.
void scan(pqxx::work& transaction, const table_shape& shape, const std::string& table,
          const field_text& after, const std::function<bool(const row_text&)>& take);

bool table_exists(pqxx::work& transaction, const std::string& table);

/// The checkpoint row of this projection if its rows are of this shape.
std::optional<checkpoint> checkpoint_of(pqxx::work& transaction, const table_shape& shape,
                                        bool for_update);

/// Replaces the checkpoint row.
void put_checkpoint(pqxx::work& transaction, const table_shape& shape, const checkpoint& at);

}
