// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"
#include "storage/table_shape.hpp"

#include <string>

/// The statements over read-model tables, from their shapes: the only SQL that is assembled. All
/// names come from descriptions in our own code and are quoted; values are parameters.
namespace muniment::storage::sql {

/// The table with its key; look-ups are indexed by `create_indexes`.
std::string create_table(const table_shape& shape, const schema_name& schema);

/// The shadow, without its key until it is filled: one index over all rows is faster built than
/// kept.
std::string create_shadow(const table_shape& shape, const schema_name& schema);

/// One index per look-up, in one string; empty when there are none.
std::string create_indexes(const table_shape& shape, const std::string& table);

/// Parameters: one array literal per column.
std::string upsert(const table_shape& shape, const std::string& table);

/// Parameter: an array of keys.
std::string select_keys(const table_shape& shape, const std::string& table);

/// Rows after a key in its order. Parameters: limit[, after].
std::string select_page(const table_shape& shape, const std::string& table, bool after);

/// The same among those whose column `lookup` has one value. Parameters: limit, value[, after].
std::string select_found(const table_shape& shape, std::size_t lookup, bool after);

}
