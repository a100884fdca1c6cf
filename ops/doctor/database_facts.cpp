// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/database_facts.hpp"

#include "storage/migrations.hpp"

#include <pqxx/nontransaction>
#include <pqxx/result>

#include <algorithm>
#include <set>

namespace muniment::doctor {
namespace {

constexpr auto read_settings =
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes',"
    " 'synchronous_commit', 'synchronous_standby_names', 'zero_damaged_pages',"
    " 'ignore_checksum_failure', 'data_checksums', 'autovacuum', 'server_encoding',"
    " 'max_connections', 'superuser_reserved_connections', 'max_locks_per_transaction',"
    " 'max_prepared_transactions')";

// The session's own value is ours; the one it would have had is the server's.
constexpr auto read_only_default =
    "SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only'";

constexpr auto count_foreign = "SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL"
                               " AND usename NOT LIKE 'muniment\\_%' AND pid <> pg_backend_pid()";

constexpr auto read_preparer =
    "SELECT rolname, current_database(), rolsuper, rolcreaterole,"
    " has_database_privilege(oid, current_database(), 'CREATE WITH GRANT OPTION')"
    " AND has_database_privilege(oid, current_database(), 'CONNECT WITH GRANT OPTION')"
    " FROM pg_roles WHERE rolname = current_user";

constexpr auto read_roles =
    "SELECT rolname, rolcanlogin, has_database_privilege(oid, current_database(), 'CONNECT'),"
    " rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls, rolinherit"
    " FROM pg_roles WHERE rolname IN ('muniment_control', 'muniment_hub')"
    " OR rolname ~ '^muniment_pool_[0-9]+$' ORDER BY rolname";

constexpr auto count_behind =
    "SELECT count(*) FROM muniment.workspaces w WHERE EXISTS ("
    "SELECT FROM muniment.migrations t WHERE t.schema = $1 AND NOT EXISTS ("
    "SELECT FROM muniment.migrations o WHERE o.schema = w.schema AND o.id = t.id))";

pqxx::result ask(pqxx::connection& session, const std::string& sql) {
  return pqxx::nontransaction{session}.exec(sql);
}

template <class T>
T one(pqxx::connection& session, const std::string& sql) {
  return pqxx::nontransaction{session}.exec1(sql)[0].as<T>();
}

using steps = std::set<std::string>;

steps taken(pqxx::connection& session, std::string_view ledger) {
  pqxx::nontransaction reading{session};
  steps all;
  for (const auto& row : reading.exec_params("SELECT id FROM muniment.migrations WHERE schema = $1",
                                             std::string{ledger}))
    all.insert(row[0].as<std::string>());
  return all;
}

/// Workspaces that have not taken all that the template has.
int behind(pqxx::connection& session) {
  pqxx::nontransaction reading{session};
  return reading.exec_params1(count_behind, std::string{storage::template_ledger})[0].as<int>();
}

void compare(const steps& has, std::span<const storage::migration> wanted, preparation& into) {
  steps known;
  for (const auto& each : wanted) {
    known.emplace(each.id);
    if (!has.contains(std::string{each.id})) into.missing_steps.emplace_back(each.id);
  }
  std::ranges::set_difference(has, known, std::back_inserter(into.unknown_steps));
}

}

server_settings settings_of(pqxx::connection& session) {
  server_settings all;
  for (const auto& row : ask(session, read_settings))
    all[row[0].as<std::string>()] = row[1].as<std::string>("");
  all["default_transaction_read_only"] = one<std::string>(session, read_only_default);
  return all;
}

bool is_standby(pqxx::connection& session) {
  return one<bool>(session, "SELECT pg_is_in_recovery()");
}

std::string tls_of(pqxx::connection& session) {
  const auto rows = ask(session, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  return rows.empty() ? std::string{} : rows[0][0].as<std::string>("");
}

int foreign_connections(pqxx::connection& session) { return one<int>(session, count_foreign); }

preparer preparer_of(pqxx::connection& session) {
  const auto row = pqxx::nontransaction{session}.exec1(read_preparer);
  return {row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<bool>(), row[3].as<bool>(),
          row[4].as<bool>()};
}

preparation preparation_of(pqxx::connection& session, bool readable) {
  preparation found;
  found.prepared =
      one<bool>(session, "SELECT count(*) = 1 FROM pg_namespace WHERE nspname = 'muniment'");
  if (!readable) return found;
  compare(taken(session, storage::deployment_ledger), storage::deployment_steps(), found);
  compare(taken(session, storage::template_ledger), storage::workspace_steps(), found);
  found.workspaces_behind = behind(session);
  return found;
}

installation installation_of(pqxx::connection& session) {
  const auto row = pqxx::nontransaction{session}.exec1(
      "SELECT base_domain, format_level FROM muniment.deployment");
  return {row[0].as<std::string>(), row[1].as<int>()};
}

std::vector<login_role> login_roles(pqxx::connection& session) {
  std::vector<login_role> all;
  for (const auto& row : ask(session, read_roles))
    all.push_back({row[0].as<std::string>(), row[1].as<bool>(), row[2].as<bool>(),
                   row[3].as<bool>(), row[4].as<bool>()});
  const auto anybody =
      one<bool>(session, "SELECT has_database_privilege('public', current_database(), 'CONNECT')");
  if (anybody) all.push_back({.name = std::string{everybody}, .may_connect = true});
  return all;
}

int workspaces_in(pqxx::connection& session) {
  return one<int>(session, "SELECT count(*) FROM muniment.workspaces");
}

}
