// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_maintenance.hpp"

#include "storage/pool.hpp"

#include <pqxx/result>

namespace muniment::storage {

namespace {

constexpr auto rotate = "SELECT rotate_traffic()";

constexpr auto forget = "DELETE FROM idempotency WHERE digest IN (SELECT digest FROM idempotency"
                        " WHERE expires_at <= transaction_timestamp() LIMIT $1)";

}

bool rotate_traffic(pool& connections, const schema_name& schema) {
  bool rotated = false;
  connections.with_workspace(schema,
                             [&](pqxx::work& work) { rotated = work.exec1(rotate)[0].as<bool>(); });
  return rotated;
}

std::size_t forget_expired(pool& connections, const schema_name& schema, std::size_t limit) {
  std::size_t forgotten = 0;
  connections.with_workspace(schema, [&](pqxx::work& work) {
    forgotten = work.exec_params(forget, limit).affected_rows();
  });
  return forgotten;
}

}
