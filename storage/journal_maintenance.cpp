// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_maintenance.hpp"

#include "storage/pool.hpp"

#include <pqxx/result>

#include <algorithm>
#include <exception>

namespace muniment::storage {

namespace {

/// The planner's way to estimate: rows per page when somebody last looked, times the pages now.
constexpr auto growth =
    "SELECT p.low, h.position + 1,"
    " CASE WHEN p.relpages > 0"
    " THEN ceil(p.reltuples / p.relpages * (pg_relation_size(p.oid) /"
    " current_setting('block_size')::bigint))::bigint"
    " ELSE h.position + 1 - p.low END"
    " FROM head h, (SELECT substr(c.relname, length('traffic_') + 1)::bigint AS low, c.oid,"
    " c.reltuples, c.relpages FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " WHERE i.inhparent = to_regclass('traffic') ORDER BY low DESC LIMIT 1) p";

/// Appends wait behind whoever waits for the table or has it, and the hub's others behind them. The
/// first bounds the wait for each lock, of which there is one per partition; the second all of
/// them and the scan together.
constexpr auto hurry = "SET LOCAL lock_timeout = 100; SET LOCAL statement_timeout = 500";
constexpr auto rotate = "SELECT rotate_traffic($1)";

constexpr auto sweep_briefly = "SET LOCAL statement_timeout = 1000";

/// What is locked is passed by: an append that uses expired digests anew deletes them in an order
/// of its own, and could wait in a circle with this. The array is read once, whatever the plan, so
/// that the limit holds.
constexpr auto forget = "DELETE FROM idempotency WHERE digest = ANY (ARRAY("
                        "SELECT digest FROM idempotency WHERE expires_at <= transaction_timestamp()"
                        " LIMIT $1 FOR UPDATE SKIP LOCKED))";

/// A partition is closed when it holds one part in so many of what it is to hold.
constexpr std::uint64_t closed_at = 10;

/// So many positions at most for each row that a partition is to hold.
constexpr double most_positions_per_row = 4;

}

traffic_growth read_traffic_growth(pool& connections, const schema_name& schema) {
  traffic_growth found;
  connections.with_workspace(schema, [&](pqxx::work& work) {
    const auto row = work.exec1(growth);
    found.begin = row[0].as<std::uint64_t>();
    found.next = row[1].as<std::uint64_t>();
    const auto positions = found.next > found.begin ? found.next - found.begin : 0;
    found.rows =
        std::min(positions,
                 static_cast<std::uint64_t>(std::max<std::int64_t>(row[2].as<std::int64_t>(), 0)));
  });
  return found;
}

std::optional<std::uint64_t> traffic_edge(const traffic_growth& of, std::uint64_t partition_rows) {
  if (of.rows == 0 || of.rows < partition_rows / closed_at) return std::nullopt;
  const auto positions_per_row =
      static_cast<double>(of.next - of.begin) / static_cast<double>(of.rows);
  const auto length =
      std::min(positions_per_row, most_positions_per_row) * static_cast<double>(partition_rows);
  return std::max(of.next, of.begin + static_cast<std::uint64_t>(length));
}

bool rotate_traffic(pool& connections, const schema_name& schema, std::uint64_t edge) {
  bool rotated = false;
  connections.with_workspace(schema, [&](pqxx::work& work) {
    work.exec(hurry);
    rotated = work.exec_params1(rotate, edge)[0].as<bool>();
  });
  return rotated;
}

std::size_t forget_expired(pool& connections, const schema_name& schema, std::size_t limit) {
  std::size_t forgotten = 0;
  connections.with_workspace(schema, [&](pqxx::work& work) {
    work.exec(sweep_briefly);
    forgotten = work.exec_params(forget, limit).affected_rows();
  });
  return forgotten;
}

namespace {

bool rotate_ahead(pool& connections, const schema_name& schema, std::uint64_t partition_rows) {
  const auto edge = traffic_edge(read_traffic_growth(connections, schema), partition_rows);
  return edge && rotate_traffic(connections, schema, *edge);
}

std::size_t forget_in_batches(pool& connections, const schema_name& schema,
                              const maintenance_terms& terms, const std::stop_token& stop) {
  std::size_t all = 0;
  for (std::size_t batch = 0; batch < terms.most_batches && !stop.stop_requested(); ++batch) {
    const auto forgotten = forget_expired(connections, schema, terms.forgotten_at_once);
    all += forgotten;
    if (forgotten < terms.forgotten_at_once) break;
  }
  return all;
}

}

maintenance_report maintain(pool& connections, const schema_name& schema,
                            const maintenance_terms& terms, const std::stop_token& stop) {
  maintenance_report done;
  std::exception_ptr why;
  try {
    done.rotated = rotate_ahead(connections, schema, terms.partition_rows);
  } catch (...) {
    why = std::current_exception();
  }
  done.forgotten = forget_in_batches(connections, schema, terms, stop);
  if (why) std::rethrow_exception(why);
  return done;
}

}
