// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations.hpp"

#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/schema.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/except>
#include <pqxx/result>
#include <pqxx/transaction>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace muniment::storage {

namespace {

constexpr std::array role_paths{
    "roles/muniment_provisioner",
    "roles/muniment_control",
    "roles/muniment_hub",
    "roles/database",
};

constexpr std::array deployment_paths{
    "tables/deployment",
    "tables/pools",
    "tables/workspaces",
    "tables/leases",
    "tables/template",
    "tables/head",
    "tables/events",
    "tables/traffic",
    "tables/tiles",
    "tables/claims",
    "tables/idempotency",
    "tables/keys",
    "tables/checkpoints",
    "tables/snapshots",
    "tables/tree_heads",
    "functions/append",
    "functions/take_over",
    "functions/rotate_traffic",
    "functions/record_migration",
    "functions/create_pool_login",
    "functions/provision",
    "functions/drop_workspace",
    "tables/workspaces_next_slug",
    "tables/kept_slugs",
    "functions/refuse_kept_slug",
    "functions/keep_released_slug",
    "functions/reserve_slug",
    "functions/move_slug",
    "tables/nodes",
    "functions/create_pool_login@2",
    "functions/provision@2",
    "tables/workspaces_issuer",
    "functions/provision@3",
    "functions/reserve_slug@2",
    "functions/move_slug@2",
};

constexpr std::array workspace_paths{
    "functions/rotate_traffic@2",
};

/// A function that was changed is taken once more, under its path and `@` with a number: as it is
/// now, so a file must be good over every older state of what it makes.
migration step(std::string_view id) {
  const auto files = schema_files();
  const auto file = std::ranges::find(files, id.substr(0, id.find('@')), &schema_file::path);
  if (file == files.end()) throw std::logic_error{"no such schema file"};
  return {id, file->text};
}

template <class Paths>
std::vector<migration> steps_of(const Paths& paths) {
  std::vector<migration> steps;
  std::ranges::transform(paths, std::back_inserter(steps), step);
  return steps;
}

failure refused(std::string_view id, const pqxx::sql_error& error) {
  return {failure_kind::refused,
          "migration " + std::string{id} + " was refused (" + sqlstate_of(error) + ")",
          sqlstate_of(error)};
}

/// The lock makes a second migrator wait until this step is in the ledger.
bool take(pqxx::connection& session, std::string_view ledger, const migration& step) {
  pqxx::work transaction{session};
  transaction.exec("LOCK TABLE muniment.migrations IN SHARE ROW EXCLUSIVE MODE");
  const auto entered =
      transaction.exec_params("INSERT INTO muniment.migrations (schema, id) VALUES ($1, $2)"
                              " ON CONFLICT DO NOTHING",
                              std::string{ledger}, std::string{step.id});
  if (entered.affected_rows() == 0) return false;
  transaction.exec(std::string{step.sql});
  transaction.commit();
  return true;
}

/// Behind who waits for such a lock wait those who append and read there.
constexpr auto wait_briefly = "SET LOCAL lock_timeout = 200";
constexpr auto taken_steps = "SELECT id FROM muniment.migrations WHERE schema = $1";

/// The ledger is not the workspace's: the login itself enters the step, then takes the role on
/// again. The row it enters makes a second migrator wait.
bool take(pool& connections, const schema_name& schema, const migration& step) {
  bool entered = false;
  connections.with_workspace(schema, [&](pqxx::work& transaction) {
    transaction.exec("RESET ROLE");
    const auto rows = transaction.exec_params("SELECT muniment.record_migration($1, $2)",
                                              schema.text(), std::string{step.id});
    entered = rows[0][0].as<bool>();
    if (!entered) return;
    transaction.exec(for_schema("SET LOCAL ROLE muniment_template", schema));
    transaction.exec(wait_briefly);
    transaction.exec(for_schema(step.sql, schema));
  });
  return entered;
}

}

std::span<const migration> role_steps() {
  static const auto steps = steps_of(role_paths);
  return steps;
}

std::span<const migration> deployment_steps() {
  static const auto steps = steps_of(deployment_paths);
  return steps;
}

std::span<const migration> workspace_steps() {
  static const auto steps = steps_of(workspace_paths);
  return steps;
}

std::size_t migrate(pqxx::connection& session, std::string_view ledger,
                    std::span<const migration> steps) {
  std::size_t taken = 0;
  for (const auto& step : steps) {
    try {
      taken += take(session, ledger, step) ? 1 : 0;
    } catch (const pqxx::sql_error& error) {
      throw refused(step.id, error);
    }
  }
  return taken;
}

std::vector<migration> lacking(pool& connections, const schema_name& schema,
                               std::span<const migration> steps) {
  std::vector<migration> missing{steps.begin(), steps.end()};
  if (missing.empty()) return missing;
  connections.with_deployment([&](pqxx::work& transaction) {
    for (const auto& row : transaction.exec_params(taken_steps, schema.text()))
      std::erase_if(missing, [&](const migration& each) { return each.id == row[0].c_str(); });
  });
  return missing;
}

std::size_t migrate_workspace(pool& connections, const schema_name& schema,
                              std::span<const migration> steps, const std::stop_token& stop) {
  std::size_t taken = 0;
  for (const auto& step : lacking(connections, schema, steps)) {
    if (stop.stop_requested())
      throw failure{failure_kind::unavailable, "the server ends before every step is taken"};
    try {
      taken += take(connections, schema, step) ? 1 : 0;
    } catch (const failure& error) {
      throw failure{error.kind(), "migration " + std::string{step.id} + ": " + error.what(),
                    error.sqlstate()};
    }
  }
  return taken;
}

}
