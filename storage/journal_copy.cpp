// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_copy.hpp"

#include "storage/binary_arrays.hpp"
#include "storage/binary_copy.hpp"
#include "storage/journal_statements.hpp"
#include "storage/pool.hpp"

namespace muniment::storage {

namespace {

constexpr std::string_view take_on_role =
    "BEGIN READ ONLY; SET LOCAL ROLE muniment_template;"
    " SET LOCAL search_path = pg_catalog, muniment_template, pg_temp";

/// COPY takes no parameters; two numbers are all that varies.
std::string bodies_between(std::uint64_t after, std::uint64_t upto) {
  return "SELECT position, body FROM " + statements::both_tables + " WHERE position > " +
         std::to_string(after) + " AND position <= " + std::to_string(upto) + " ORDER BY position";
}

}

std::uint64_t copy_bodies(pool& connections, const schema_name& schema, std::uint64_t after,
                          std::uint64_t upto, const body_sink& sink,
                          std::chrono::milliseconds patience) {
  binary_copy session{connections.dsn_of(schema), patience};
  session.run(for_schema(take_on_role, schema));
  return session.rows(bodies_between(after, upto), 2, [&](std::span<const bytes_view> fields) {
    sink(static_cast<std::uint64_t>(int8_from(fields[0])), fields[1]);
  });
}

}
