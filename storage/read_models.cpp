// SPDX-License-Identifier: Apache-2.0
#include "storage/read_models.hpp"

#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/read_model_rows.hpp"
#include "storage/read_model_sql.hpp"

#include <pqxx/result>

#include <algorithm>

namespace muniment::storage {

namespace {

constexpr auto undefined_table = "42P01";
constexpr auto one_moment = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

/// Tables of one projection, whatever their shape, and shadows.
constexpr auto tables_statement =
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname ~ $2";

/// What `use` reads; a missing table gives what is returned without it.
template <class Use>
auto tolerant(pool& connections, const schema_name& schema, Use use) {
  decltype(use(std::declval<pqxx::work&>())) found{};
  try {
    connections.with_workspace(schema, [&](pqxx::work& transaction) { found = use(transaction); });
  } catch (const failure& error) {
    if (error.sqlstate() != undefined_table) throw;
  }
  return found;
}

std::size_t capped(std::size_t limit) { return std::min(limit, read_models::list_limit); }

void drop(pqxx::work& transaction, const std::string& table) {
  transaction.exec("DROP TABLE IF EXISTS \"" + table + '"');
}

/// Every table of this projection but the one in use and its shadow: somebody may be filling that,
/// and whoever fills it next drops what was left of it.
void drop_superseded(pqxx::work& transaction, const schema_name& schema, const table_shape& shape) {
  const auto pattern = "^rm_" + shape.projection + "_[0-9a-f]{8}(_shadow)?$";
  for (const auto& row : transaction.exec_params(tables_statement, schema.text(), pattern))
    if (const auto name = row[0].as<std::string>(); name != shape.table() && name != shape.shadow())
      drop(transaction, name);
}

}

std::optional<row_text> read_models::read(const schema_name& schema, const table_shape& shape,
                                          const field_text& key) {
  auto rows = read_all(schema, shape, {key});
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::vector<row_text> read_models::read_all(const schema_name& schema, const table_shape& shape,
                                            const std::vector<field_text>& keys) {
  return tolerant(pool_, schema, [&](pqxx::work& transaction) {
    return rows_from(
        transaction.exec_params(sql::select_keys(shape, shape.table()), array_text(keys)));
  });
}

read_models::rows_at read_models::read_all_at(const schema_name& schema, const table_shape& shape,
                                              const std::vector<field_text>& keys) {
  rows_at found;
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    transaction.exec(one_moment);
    found.at = checkpoint_of(transaction, shape, false).value_or(checkpoint{});
    if (found.at.generation > 0)
      found.rows = rows_from(
          transaction.exec_params(sql::select_keys(shape, shape.table()), array_text(keys)));
  });
  return found;
}

std::vector<row_text> read_models::list(const schema_name& schema, const table_shape& shape,
                                        const field_text& after, std::size_t limit) {
  return tolerant(pool_, schema, [&](pqxx::work& transaction) {
    const auto statement = sql::select_page(shape, shape.table(), after.has_value());
    return rows_from(after ? transaction.exec_params(statement, capped(limit), *after)
                           : transaction.exec_params(statement, capped(limit)));
  });
}

std::vector<row_text> read_models::find(const schema_name& schema, const table_shape& shape,
                                        std::string_view column, const field_text& value,
                                        const field_text& after, std::size_t limit) {
  const auto statement = sql::select_found(shape, shape.index_of(column), after.has_value());
  return tolerant(pool_, schema, [&](pqxx::work& transaction) {
    const auto& wanted = value.value();
    return rows_from(after ? transaction.exec_params(statement, capped(limit), wanted, *after)
                           : transaction.exec_params(statement, capped(limit), wanted));
  });
}

std::uint64_t read_models::count(const schema_name& schema, const table_shape& shape) {
  return tolerant(pool_, schema, [&](pqxx::work& transaction) {
    return transaction.exec1("SELECT count(*) FROM \"" + shape.table() + '"')[0]
        .as<std::uint64_t>();
  });
}

checkpoint read_models::open(const schema_name& schema, const table_shape& shape) {
  checkpoint at;
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    const auto known = checkpoint_of(transaction, shape, true);
    const bool whole =
        known && (known->generation == 0 || table_exists(transaction, shape.table()));
    if (whole) {
      at = *known;
      return drop_superseded(transaction, schema, shape);
    }
    drop(transaction, shape.table());
    put_checkpoint(transaction, shape, at);
  });
  return at;
}

std::optional<checkpoint> read_models::find_checkpoint(const schema_name& schema,
                                                       const table_shape& shape) {
  std::optional<checkpoint> found;
  pool_.with_workspace(
      schema, [&](pqxx::work& transaction) { found = checkpoint_of(transaction, shape, false); });
  return found;
}

std::optional<checkpoint> read_models::persist(const schema_name& schema, const table_shape& shape,
                                               const checkpoint& expected, std::uint64_t position,
                                               std::span<const row_text> rows) {
  std::optional<checkpoint> written;
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    if (checkpoint_of(transaction, shape, true) != expected) return;
    checkpoint next{position, expected.generation};
    if (next.generation == 0 && !rows.empty()) {
      transaction.exec(sql::create_table(shape, schema));
      if (const auto indexes = sql::create_indexes(shape, shape.table()); !indexes.empty())
        transaction.exec(indexes);
      next.generation = 1;
    }
    upsert(transaction, shape, shape.table(), rows);
    put_checkpoint(transaction, shape, next);
    written = next;
  });
  return written;
}

bool read_models::scan(const schema_name& schema, const table_shape& shape, const field_text& after,
                       const std::function<bool(const checkpoint&)>& begin,
                       const std::function<bool(const row_text&)>& take) {
  bool begun = false;
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    transaction.exec(one_moment);
    const auto at = checkpoint_of(transaction, shape, false).value_or(checkpoint{});
    begun = begin(at);
    if (begun && at.generation > 0) storage::scan(transaction, shape, shape.table(), after, take);
  });
  return begun;
}

}
