// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_reader.hpp"

#include "storage/failure.hpp"
#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"
#include "storage/text_arrays.hpp"

#include <pqxx/binarystring>
#include <pqxx/result>

#include <algorithm>
#include <limits>

namespace muniment::storage {

namespace {

bytes bytes_from(const pqxx::field& field) {
  const pqxx::binarystring data{field};
  return {data.begin(), data.end()};
}

uuid uuid_from(const pqxx::field& field) { return uuid::parse(field.c_str()).value(); }

instant moment_from(const pqxx::field& field) {
  return from_microseconds(field.as<std::int64_t>());
}

std::int16_t small_from(const pqxx::field& field) { return field.as<std::int16_t>(); }

event_row event_from(const pqxx::row& row) {
  return {row[0].as<std::uint64_t>(), moment_from(row[1]), row[2].as<std::uint32_t>(),
          small_from(row[3]),         small_from(row[4]),  uuid_from(row[5]),
          uuid_from(row[6]),          uuid_from(row[7]),   bytes_from(row[8])};
}

claim_row claim_from(const pqxx::row& row) {
  return {small_from(row[0]), bytes_from(row[1]), uuid_from(row[2])};
}

key_row key_from(const pqxx::row& row) {
  return {small_from(row[0]), small_from(row[1]), uuid_from(row[2]), bytes_from(row[3])};
}

tile_row tile_from(const pqxx::row& row) {
  return {small_from(row[0]), row[1].as<std::int64_t>(), small_from(row[2]), bytes_from(row[3])};
}

idempotency_row outcome_from(const pqxx::row& row) {
  return {bytes_from(row[0]), bytes_from(row[1]), row[2].as<std::uint64_t>(), bytes_from(row[3]),
          moment_from(row[4])};
}

template <class Row, class... Parameters>
std::vector<Row> read(pool& connections, const schema_name& schema, Row (*from)(const pqxx::row&),
                      const std::string& statement, const Parameters&... parameters) {
  std::vector<Row> rows;
  connections.with_workspace(schema, [&](pqxx::work& transaction) {
    const auto found = transaction.exec_params(statement, parameters...);
    rows.reserve(found.size());
    std::ranges::transform(found, std::back_inserter(rows), from);
  });
  return rows;
}

/// Rows of keys held in memory at a time, some 150 kB.
constexpr std::size_t key_page = 1'000;

std::size_t capped(std::size_t limit) { return std::min(limit, journal_reader::rows_limit); }

}

head_row journal_reader::read_head(const schema_name& schema) {
  head_row head;
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec(statements::head);
    if (rows.size() != 1) throw failure{failure_kind::missing, "the journal has no head"};
    const auto& row = rows[0];
    head = {uuid_from(row[0]),  uuid_from(row[1]),          moment_from(row[2]),
            small_from(row[3]), row[4].as<std::uint64_t>(), row[5].as<std::uint64_t>(),
            bytes_from(row[6])};
  });
  return head;
}

std::vector<event_row> journal_reader::read_stream(const schema_name& schema, journal_table table,
                                                   std::int16_t category, const uuid& stream,
                                                   std::uint32_t after_version, std::size_t limit) {
  const auto& statement =
      table == journal_table::facts ? statements::fact_stream : statements::traffic_stream;
  return read(pool_, schema, event_from, statement, category, to_string(stream), after_version,
              capped(limit));
}

std::vector<event_row> journal_reader::read_page(const schema_name& schema,
                                                 std::uint64_t after_position, std::size_t limit) {
  return read(pool_, schema, event_from, statements::page, after_position, capped(limit));
}

std::vector<claim_row> journal_reader::held_claims(const schema_name& schema,
                                                   std::span<const claim_id> wanted) {
  return read(pool_, schema, claim_from, statements::claims,
              text_array(wanted, [](const claim_id& c) { return std::int64_t{c.kind}; }),
              text_array(wanted, [](const claim_id& c) { return bytes_view{c.digest}; }));
}

std::vector<idempotency_row> journal_reader::outcomes(const schema_name& schema,
                                                      std::span<const bytes> digests) {
  return read(pool_, schema, outcome_from, statements::outcomes,
              text_array(digests, [](const bytes& digest) { return bytes_view{digest}; }));
}

std::vector<key_row> journal_reader::read_keys(const schema_name& schema,
                                               std::span<const key_id> wanted) {
  return read(pool_, schema, key_from, statements::keys,
              text_array(wanted, [](const key_id& k) { return std::int64_t{k.kind}; }),
              text_array(wanted, [](const key_id& k) { return std::int64_t{k.bucket}; }),
              text_array(wanted, [](const key_id& k) { return k.id; }));
}

std::vector<key_row> journal_reader::read_keys_of_kind(const schema_name& schema, std::int16_t kind,
                                                       std::optional<key_id> after,
                                                       std::size_t limit) {
  const auto from = after.value_or(key_id{kind, std::numeric_limits<std::int16_t>::min(), {}});
  return read(pool_, schema, key_from, statements::keys_of_kind, kind, from.bucket,
              to_string(from.id), capped(limit));
}

void journal_reader::read_all_keys(const schema_name& schema,
                                   const std::function<void(const std::vector<key_row>&)>& sink) {
  pool_.with_workspace(schema, [&](pqxx::work& transaction) {
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    for (key_id after;;) {
      const auto found = transaction.exec_params(statements::all_keys, after.kind, after.bucket,
                                                 to_string(after.id), key_page);
      if (found.empty()) return;
      std::vector<key_row> rows;
      rows.reserve(found.size());
      std::ranges::transform(found, std::back_inserter(rows), key_from);
      after = {rows.back().kind, rows.back().bucket, rows.back().id};
      sink(rows);
    }
  });
}

std::vector<key_row> journal_reader::read_bucket(const schema_name& schema, std::int16_t kind,
                                                 std::int16_t bucket) {
  auto rows = read(pool_, schema, key_from, statements::bucket, kind, bucket, rows_limit + 1);
  if (rows.size() > rows_limit)
    throw failure{failure_kind::refused, "a bucket holds more keys than may be read at once"};
  return rows;
}

std::vector<tile_row> journal_reader::read_tiles(const schema_name& schema, std::int16_t level,
                                                 std::int64_t first, std::int64_t last) {
  return read(pool_, schema, tile_from, statements::tiles, level, first, last, rows_limit);
}

}
