// SPDX-License-Identifier: Apache-2.0
#include "storage/shadow_table.hpp"

#include "storage/pool.hpp"
#include "storage/read_model_rows.hpp"
#include "storage/read_model_sql.hpp"

#include <pqxx/result>
#include <pqxx/tablewriter>

namespace muniment::storage {

namespace {

/// Rows of one COPY, so that each ends within the time a statement may take.
constexpr std::size_t copy_rows = 50'000;

/// An index over all rows may take longer than any other statement.
constexpr auto patience_for_indexes = "SET LOCAL statement_timeout = '30min'";

/// Readers of the live table wait behind whoever waits to drop it.
constexpr auto swap_briefly = "SET LOCAL lock_timeout = 150";

std::string quoted(const std::string& table) { return '"' + table + '"'; }

void put_field(std::string& line, std::string_view field) {
  for (const char each : field) {
    switch (each) {
    case '\\':
      line += "\\\\";
      break;
    case '\t':
      line += "\\t";
      break;
    case '\n':
      line += "\\n";
      break;
    case '\r':
      line += "\\r";
      break;
    default:
      line += each;
    }
  }
}

/// A row in the text format of COPY.
std::string copy_line(const row_text& row) {
  std::string line;
  for (std::size_t at = 0; at < row.size(); ++at) {
    const auto& field = row[at];
    if (at > 0) line += '\t';
    field ? put_field(line, *field) : static_cast<void>(line += "\\N");
  }
  return line;
}

}

shadow_table::shadow_table(pool& connections, const schema_name& schema, table_shape shape)
    : pool_{connections}, schema_{schema}, shape_{std::move(shape)} {
  drop();
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    transaction.exec(sql::create_shadow(shape_, schema_));
  });
}

void shadow_table::fill(const std::function<bool(row_text&)>& next) {
  row_text row;
  bool more = next(row);
  while (more) {
    pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
      transaction.exec("SET LOCAL synchronous_commit = off");
// Its successor stream_to wants to know the number of columns at compile time.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
      pqxx::tablewriter copy{transaction, shape_.shadow()};
#pragma GCC diagnostic pop
      for (std::size_t count = 0; more && count < copy_rows; ++count) {
        copy.write_raw_line(copy_line(row));
        more = next(row);
      }
      copy.complete();
    });
  }
}

void shadow_table::index() {
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    transaction.exec(patience_for_indexes);
    transaction.exec("ALTER TABLE " + quoted(shape_.shadow()) + " ADD PRIMARY KEY (\"" +
                     shape_.columns.front().name + "\"); " +
                     sql::create_indexes(shape_, shape_.shadow()));
  });
}

void shadow_table::upsert(std::span<const row_text> rows) {
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    transaction.exec("SET LOCAL synchronous_commit = off");
    storage::upsert(transaction, shape_, shape_.shadow(), rows);
  });
}

void shadow_table::scan(const std::function<void(const row_text&)>& take) {
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    storage::scan(transaction, shape_, shape_.shadow(), {}, [&](const row_text& row) {
      take(row);
      return true;
    });
  });
}

std::optional<checkpoint> shadow_table::take_place(std::uint64_t position) {
  std::optional<checkpoint> taken;
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    // Nobody reads the shadow, so for that there is time until an autovacuum of it gives way.
    transaction.exec("LOCK TABLE " + quoted(shape_.shadow()) + " IN ACCESS EXCLUSIVE MODE");
    transaction.exec(swap_briefly);
    const auto live = checkpoint_of(transaction, shape_, true).value_or(checkpoint{});
    if (live.position > position) return;
    const checkpoint next{position, live.generation + 1};
    transaction.exec("DROP TABLE IF EXISTS " + quoted(shape_.table()));
    transaction.exec("ALTER TABLE " + quoted(shape_.shadow()) + " RENAME TO " +
                     quoted(shape_.table()));
    put_checkpoint(transaction, shape_, next);
    taken = next;
  });
  return taken;
}

void shadow_table::drop() {
  pool_.with_workspace(schema_, [&](pqxx::work& transaction) {
    transaction.exec("DROP TABLE IF EXISTS " + quoted(shape_.shadow()));
  });
}

}
