// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_moments.hpp"

#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"

#include <pqxx/result>

#include <algorithm>

namespace muniment::storage {

namespace {

using found_place = std::optional<journal_place>;

/// The last event up to a position, that position included.
found_place last_up_to(pqxx::work& transaction, std::uint64_t position) {
  constexpr std::uint64_t last = INT64_MAX;
  const auto rows = transaction.exec_params(statements::last_place, std::min(position, last));
  if (rows.empty()) return std::nullopt;
  return journal_place{rows[0][0].as<std::uint64_t>(),
                       from_microseconds(rows[0][1].as<std::int64_t>())};
}

found_place search(pqxx::work& transaction, instant moment) {
  auto newest = last_up_to(transaction, UINT64_MAX);
  if (!newest || newest->recorded_at <= moment) return newest;
  found_place best;
  std::uint64_t low = 1;
  auto high = newest->position - 1;
  while (low <= high) {
    const auto middle = low + (high - low) / 2;
    const auto seen = last_up_to(transaction, middle);
    if (!seen || seen->position < low || seen->recorded_at <= moment) {
      if (seen && seen->position >= low) best = seen;
      low = middle + 1;
    } else {
      high = seen->position - 1;
    }
  }
  return best;
}

}

found_place place_at(pool& connections, const schema_name& schema, instant moment) {
  found_place found;
  connections.with_workspace(schema,
                             [&](pqxx::work& transaction) { found = search(transaction, moment); });
  return found;
}

found_place place_of(pool& connections, const schema_name& schema, std::uint64_t position) {
  found_place found;
  connections.with_workspace(
      schema, [&](pqxx::work& transaction) { found = last_up_to(transaction, position); });
  return found && found->position == position ? found : std::nullopt;
}

}
