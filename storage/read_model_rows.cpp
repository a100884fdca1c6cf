// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model_rows.hpp"

#include "storage/read_model_sql.hpp"

#include <pqxx/prepared_statement>
#include <pqxx/result>

#include <algorithm>
#include <future>

namespace muniment::storage {

namespace {

constexpr std::size_t scan_page = 5'000;

constexpr auto exists_statement = "SELECT to_regclass($1) IS NOT NULL";
constexpr std::string_view checkpoint_statement =
    "SELECT position, generation FROM checkpoints WHERE projection = $1 AND shape = $2::bytea";
constexpr auto put_statement =
    "INSERT INTO checkpoints (projection, position, generation, shape)"
    " VALUES ($1, $2, $3, $4::bytea) ON CONFLICT (projection) DO UPDATE SET"
    " position = EXCLUDED.position, generation = EXCLUDED.generation, shape = EXCLUDED.shape";

/// One array literal per column.
std::vector<std::string> columns_of(std::span<const row_text> rows, std::size_t columns) {
  std::vector<std::string> literals;
  std::vector<field_text> elements(rows.size());
  for (std::size_t at = 0; at < columns; ++at) {
    std::ranges::transform(rows, elements.begin(), [&](const row_text& row) { return row.at(at); });
    literals.push_back(array_text(elements));
  }
  return literals;
}

}

row_text row_text_from(const pqxx::row& row) {
  row_text fields;
  fields.reserve(row.size());
  for (const auto& field : row) {
    if (field.is_null())
      fields.emplace_back();
    else
      fields.emplace_back(std::string{field.c_str(), field.size()});
  }
  return fields;
}

std::vector<row_text> rows_from(const pqxx::result& result) {
  std::vector<row_text> rows;
  rows.reserve(result.size());
  std::ranges::transform(result, std::back_inserter(rows), row_text_from);
  return rows;
}

void upsert(pqxx::work& transaction, const table_shape& shape, const std::string& table,
            std::span<const row_text> rows) {
  const auto statement = sql::upsert(shape, table);
  while (!rows.empty()) {
    const auto chunk = rows.first(std::min(rows.size(), upsert_rows));
    transaction.exec_params(
        statement, pqxx::prepare::make_dynamic_params(columns_of(chunk, shape.columns.size())));
    rows = rows.subspan(chunk.size());
  }
}

void scan(pqxx::work& transaction, const table_shape& shape, const std::string& table,
          const field_text& first_after, const std::function<bool(const row_text&)>& take) {
  const auto fetch = [&](const field_text& after) {
    const auto statement = sql::select_page(shape, table, after.has_value());
    return after ? transaction.exec_params(statement, scan_page, *after)
                 : transaction.exec_params(statement, scan_page);
  };
  auto page = fetch(first_after);
  for (;;) {
    // The database makes the next page while this one is looked at. Whoever leaves before that is
    // there waits for it at the end of `next`: nobody else uses the transaction then.
    std::future<pqxx::result> next;
    if (static_cast<std::size_t>(page.size()) == scan_page)
      next = std::async(std::launch::async, fetch, row_text_from(page[page.size() - 1]).front());
    for (const auto& row : page)
      if (!take(row_text_from(row))) return;
    if (!next.valid()) return;
    page = next.get();
  }
}

bool table_exists(pqxx::work& transaction, const std::string& table) {
  return transaction.exec_params1(exists_statement, table)[0].as<bool>();
}

std::optional<checkpoint> checkpoint_of(pqxx::work& transaction, const table_shape& shape,
                                        bool for_update) {
  const auto rows =
      transaction.exec_params(std::string{checkpoint_statement} + (for_update ? " FOR UPDATE" : ""),
                              shape.projection, octets_text(shape.digest()));
  if (rows.empty()) return std::nullopt;
  return checkpoint{rows[0][0].as<std::uint64_t>(), rows[0][1].as<std::uint32_t>()};
}

void put_checkpoint(pqxx::work& transaction, const table_shape& shape, const checkpoint& at) {
  transaction.exec_params0(put_statement, shape.projection, at.position, at.generation,
                           octets_text(shape.digest()));
}

}
