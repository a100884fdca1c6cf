// SPDX-License-Identifier: Apache-2.0
#include "storage/provisioning.hpp"

#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>

namespace muniment::storage {

namespace {

constexpr auto provision_statement = "SELECT name, pool, journal, slug, true, issuer"
                                     " FROM muniment.provision($1, $2, $3, nullif($4, ''))";
/// What the functions raise for a slug that another workspace has.
constexpr auto taken_state = "MU001";

constexpr auto drop_statement = "SELECT muniment.drop_workspace($1)";
constexpr auto reserve_statement = "SELECT muniment.reserve_slug($1, $2, nullif($3, ''))";
constexpr auto move_statement = "SELECT muniment.move_slug($1, $2, nullif($3, ''))";
constexpr auto find_statement =
    "SELECT schema, pool, journal_id, slug, true, issuer FROM muniment.workspaces"
    " WHERE (slug = $1 OR next_slug = $1) AND state = 'live'";
constexpr auto list_all_statement =
    "SELECT schema, pool, journal_id, slug, state = 'live', issuer FROM muniment.workspaces"
    " WHERE id > $1 ORDER BY id LIMIT $2";
constexpr auto list_statement =
    "SELECT schema, pool, journal_id, slug, true, issuer FROM muniment.workspaces"
    " WHERE id > $1 AND state = 'live' ORDER BY id LIMIT $2";

workspace_place place_from(const pqxx::row& row) {
  const auto schema = schema_name::parse(row[0].as<std::string>()).value();
  return {schema.workspace(),
          row[3].as<std::string>(),
          schema,
          uuid::parse(row[2].as<std::string>()).value(),
          row[1].as<int>(),
          row[4].as<bool>(),
          row[5].as<std::string>("")};
}

constexpr std::size_t page_size = 1'000;

std::vector<workspace_place> read_page(pool& connections, const char* statement, const uuid& after,
                                       std::size_t limit) {
  std::vector<workspace_place> places;
  connections.with_deployment([&](pqxx::work& transaction) {
    for (const auto& row : transaction.exec_params(statement, to_string(after), limit))
      places.push_back(place_from(row));
  });
  return places;
}

/// The last one ends, and its locks with it, the session of a node that vanished before its COMMIT.
/// None of them ends a COMMIT that waits for a synchronous standby.
std::string settings_of(const control_limits& limits) {
  const auto statement = std::to_string(limits.statement_timeout.count());
  return "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL lock_timeout = " +
         std::to_string(limits.lock_timeout.count()) +
         "; SET LOCAL statement_timeout = " + statement +
         "; SET LOCAL idle_in_transaction_session_timeout = " + statement;
}

failure refused_change(const pqxx::sql_error& error) {
  const auto state = sqlstate_of(error);
  if (state == taken_state) return {failure_kind::taken, "another workspace has this slug", state};
  if (state == issuer_taken_state)
    return {failure_kind::taken, "another workspace has this issuer", state};
  return failure_from(error, "the database refused to change its workspaces");
}

/// One statement in a transaction of its own, as the control login.
template <class... Parameters>
pqxx::result control(const std::string& dsn, const control_limits& limits, const char* statement,
                     const Parameters&... parameters) {
  try {
    pqxx::connection session{noticing_silence(dsn, limits.silence)};
    pqxx::work transaction{session};
    transaction.exec(settings_of(limits));
    auto rows = transaction.exec_params(statement, parameters...);
    transaction.commit();
    return rows;
  } catch (const pqxx::sql_error& error) {
    throw refused_change(error);
  } catch (const pqxx::in_doubt_error&) {
    throw failure{failure_kind::lost, "the connection was lost at a commit"};
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

}

workspace_place provision(const std::string& control_dsn, const uuid& workspace,
                          const uuid& journal, std::string_view slug, std::string_view issuer,
                          const control_limits& limits) {
  return place_from(control(control_dsn, limits, provision_statement, to_string(workspace),
                            to_string(journal), std::string{slug}, std::string{issuer})[0]);
}

bool drop_workspace(const std::string& control_dsn, const uuid& workspace,
                    const control_limits& limits) {
  return control(control_dsn, limits, drop_statement, to_string(workspace))[0][0].as<bool>();
}

bool reserve_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug,
                  std::string_view issuer, const control_limits& limits) {
  return control(control_dsn, limits, reserve_statement, to_string(workspace), std::string{slug},
                 std::string{issuer})[0][0]
      .as<bool>();
}

bool move_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug,
               std::string_view issuer, const control_limits& limits) {
  return control(control_dsn, limits, move_statement, to_string(workspace), std::string{slug},
                 std::string{issuer})[0][0]
      .as<bool>();
}

std::optional<workspace_place> find_workspace(pool& connections, std::string_view slug) {
  std::optional<workspace_place> place;
  connections.with_deployment([&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(find_statement, std::string{slug});
    if (!rows.empty()) place = place_from(rows[0]);
  });
  return place;
}

std::vector<workspace_place> read_workspaces(pool& connections, const uuid& after,
                                             std::size_t limit) {
  return read_page(connections, list_statement, after, limit);
}

std::vector<workspace_place> read_all_workspaces(pool& connections) {
  std::vector<workspace_place> all;
  for (;;) {
    const auto after = all.empty() ? uuid{} : all.back().id;
    const auto page = read_page(connections, list_all_statement, after, page_size);
    all.insert(all.end(), page.begin(), page.end());
    if (page.size() < page_size) return all;
  }
}

}
