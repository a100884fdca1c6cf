// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_snapshot.hpp"

#include "storage/binary_arrays.hpp"
#include "storage/failure.hpp"
#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"

namespace muniment::storage {

namespace {

using fields = std::span<const bytes_view>;

constexpr std::string_view begin =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE muniment_template;"
    " SET LOCAL search_path = pg_catalog, muniment_template, pg_temp";

bytes bytes_from(bytes_view field) { return {field.begin(), field.end()}; }

std::uint64_t number_from(bytes_view field) {
  const auto number = int8_from(field);
  if (number < 0) throw failure{failure_kind::refused, "what the database sent is below 0"};
  return static_cast<std::uint64_t>(number);
}

uuid uuid_from(bytes_view field) {
  const auto id = uuid::from_bytes(field);
  if (!id) throw failure{failure_kind::refused, "what the database sent is no id"};
  return *id;
}

journal_table table_from(bytes_view field) { return static_cast<journal_table>(int2_from(field)); }

event_row event_from(fields row) {
  return {number_from(row[0]), instant_from(row[1]), static_cast<std::uint32_t>(int4_from(row[2])),
          int2_from(row[3]),   int2_from(row[4]),    uuid_from(row[5]),
          uuid_from(row[6]),   uuid_from(row[7]),    bytes_from(row[8])};
}

std::string behind(std::uint64_t position) {
  return " WHERE position > " + std::to_string(position);
}

}

journal_snapshot::journal_snapshot(pool& connections, const schema_name& schema,
                                   std::chrono::milliseconds patience)
    : session_{connections.dsn_of(schema), patience} {
  session_.run(for_schema(begin, schema));
}

journal_end journal_snapshot::end() {
  std::vector<journal_end> found;
  session_.rows("SELECT journal_id, position, frontier FROM head", 3, [&](fields row) {
    found.push_back({uuid_from(row[0]), number_from(row[1]), bytes_from(row[2])});
  });
  if (found.size() != 1) throw failure{failure_kind::missing, "the journal has no head"};
  return std::move(found.front());
}

void journal_snapshot::read_events(
    std::uint64_t after, std::uint64_t upto,
    const std::function<void(journal_table, const event_row&)>& take) {
  session_.rows(statements::events_between(after, upto), 10,
                [&](fields row) { take(table_from(row[0]), event_from(row.subspan(1))); });
}

std::optional<std::uint64_t> journal_snapshot::next_position(std::uint64_t position) {
  std::optional<std::uint64_t> next;
  session_.rows("SELECT position FROM " + statements::both_tables + behind(position) +
                    " ORDER BY position LIMIT 1",
                1, [&](fields row) { next = number_from(row[0]); });
  return next;
}

void journal_snapshot::read_positions_below_first(const std::function<void(std::int64_t)>& take) {
  read_positions(" WHERE position < 1", take);
}

void journal_snapshot::read_positions_behind(std::uint64_t position,
                                             const std::function<void(std::int64_t)>& take) {
  read_positions(behind(position), take);
}

std::vector<tile_row> journal_snapshot::read_tile(std::int16_t level, std::int64_t index) {
  std::vector<tile_row> halves;
  session_.rows("SELECT half, hashes FROM tiles WHERE level = " + std::to_string(level) +
                    " AND index = " + std::to_string(index) + " ORDER BY half",
                2, [&](fields row) {
                  halves.push_back({level, index, int2_from(row[0]), bytes_from(row[1])});
                });
  return halves;
}

std::uint64_t journal_snapshot::tile_halves() { return count("tiles"); }

void journal_snapshot::read_claims(const std::function<void(claim_row)>& take) {
  session_.rows("SELECT kind, digest, stream FROM claims", 3, [&](fields row) {
    take({int2_from(row[0]), bytes_from(row[1]), uuid_from(row[2])});
  });
}

std::uint64_t journal_snapshot::outcomes_behind(std::uint64_t position) {
  return count("idempotency" + behind(position));
}

std::uint64_t journal_snapshot::count(const std::string& from) {
  std::uint64_t found = 0;
  session_.rows("SELECT count(*) FROM " + from, 1,
                [&](fields row) { found = number_from(row[0]); });
  return found;
}

void journal_snapshot::read_positions(const std::string& where,
                                      const std::function<void(std::int64_t)>& take) {
  session_.rows("SELECT position FROM " + statements::both_tables + where + " ORDER BY position", 1,
                [&](fields row) { take(int8_from(row[0])); });
}

}
