// SPDX-License-Identifier: Apache-2.0
#include "storage/migration_round.hpp"

#include "storage/dsn.hpp"
#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/text_arrays.hpp"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <vector>

namespace muniment::storage {

namespace {

/// No other lock of a deployment has this number.
constexpr auto one_at_a_time = "SELECT pg_try_advisory_lock(7021861)";

constexpr std::size_t most_reasons = 20;

/// Whatever their state: a suspended one wakes too.
constexpr auto lacking_ones =
    "SELECT w.schema FROM muniment.workspaces w WHERE w.id > $1 AND"
    " (SELECT count(*) FROM muniment.migrations m WHERE m.schema = w.schema AND"
    " m.id = ANY ($2::text[])) < $3 ORDER BY w.id LIMIT 100";

std::vector<schema_name> next_page(pool& connections, const uuid& after,
                                   std::span<const migration> steps) {
  std::vector<schema_name> page;
  const auto ids = text_array(steps, [](const migration& each) { return each.id; });
  connections.with_deployment([&](pqxx::work& transaction) {
    for (const auto& row :
         transaction.exec_params(lacking_ones, to_string(after), ids, steps.size()))
      page.push_back(schema_name::parse(row[0].as<std::string>()).value());
  });
  return page;
}

bool take_turn(pqxx::connection& session) {
  return pqxx::nontransaction{session}.exec1(one_at_a_time)[0].as<bool>();
}

void follow(pool& connections, const schema_name& schema, std::span<const migration> steps,
            const std::stop_token& stop, migration_report& into) {
  try {
    migrate_workspace(connections, schema, steps, stop);
    ++into.followed;
  } catch (const failure& error) {
    if (stop.stop_requested()) return;
    ++into.failed;
    if (into.reasons.size() < most_reasons)
      into.reasons.push_back(schema.text() + ": " + error.what());
  }
}

void follow_all(pool& connections, std::span<const migration> steps, const std::stop_token& stop,
                migration_report& into) {
  uuid after{};
  for (auto page = next_page(connections, after, steps); !page.empty();
       page = next_page(connections, after, steps))
    for (const auto& schema : page) {
      if (stop.stop_requested()) return;
      follow(connections, schema, steps, stop, into);
      after = schema.workspace();
    }
  into.whole = true;
}

}

migration_report migrate_workspaces(pool& connections, const std::string& dsn,
                                    std::span<const migration> steps, const std::stop_token& stop) {
  migration_report report;
  report.begun = report.whole = steps.empty();
  if (steps.empty()) return report;
  try {
    pqxx::connection session{noticing_silence(dsn)};
    report.begun = take_turn(session);
    if (report.begun) follow_all(connections, steps, stop, report);
  } catch (const pqxx::sql_error& error) {
    throw failure{failure_kind::refused, "the database refused a lock (" + error.sqlstate() + ")",
                  error.sqlstate()};
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
  return report;
}

}
