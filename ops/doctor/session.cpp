// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/session.hpp"

#include "ops/serve/logins_file.hpp"
#include "storage/dsn.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/failure.hpp"
#include "storage/postgres_cluster.hpp"
#include "storage/postgres_orphan.hpp"
#include "storage/startup_error.hpp"

#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>

namespace muniment::doctor {
namespace {

/// The server cannot keep the limit of its statements once its host is gone.
constexpr storage::silence_limits patience{std::chrono::seconds{5}, std::chrono::seconds{5}};

constexpr auto harmless = "SET default_transaction_read_only = on; SET statement_timeout = '5s'; "
                          "SET search_path = pg_catalog, pg_temp";

constexpr auto may_read =
    "SELECT count(*) = 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'muniment' AND c.relname = 'deployment'"
    " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";

std::string owners_dsn(const places& at) {
  return storage::cluster_in(at.data_directory).dsn(storage::embedded_database);
}

}

bool database_runs(const places& at) {
  return !at.private_database ||
         !storage::postgres_processes(storage::cluster_in(at.data_directory).data).empty();
}

std::optional<storage::logins> logins_of(const places& at) {
  try {
    return ops::read_logins(at.logins);
  } catch (const storage::startup_error&) {
    return {};
  }
}

std::vector<std::string> ways_in(const places& at) {
  if (at.private_database) return {owners_dsn(at)};
  const auto& dsn = at.values.dsn;
  const auto logins = logins_of(at);
  std::vector<std::string> all;
  if (!storage::user_in(dsn).empty()) all.push_back(dsn);
  if (logins) all.push_back(storage::dsn_for(dsn, logins->pools.front()));
  if (all.empty()) all.push_back(dsn);
  return all;
}

std::vector<std::string> workspace_readers(const places& at) {
  if (at.private_database) return {owners_dsn(at)};
  std::vector<std::string> all;
  if (const auto logins = logins_of(at))
    for (const auto& each : logins->pools)
      all.push_back(storage::dsn_for(at.values.dsn, each));
  return all;
}

std::unique_ptr<pqxx::connection> open_session(const std::string& dsn) {
  try {
    auto session = std::make_unique<pqxx::connection>(storage::noticing_silence(dsn, patience));
    pqxx::nontransaction{*session}.exec(harmless);
    return session;
  } catch (const pqxx::failure& error) {
    const std::string all = error.what();
    throw storage::failure{storage::failure_kind::unavailable, all.substr(0, all.find('\n'))};
  }
}

bool reads_deployment(pqxx::connection& session) {
  return pqxx::nontransaction{session}.exec1(may_read)[0].as<bool>();
}

std::unique_ptr<pqxx::connection> open_deployment(const places& at) {
  std::unique_ptr<pqxx::connection> best;
  std::optional<storage::failure> why;
  for (const auto& way : ways_in(at)) {
    try {
      auto session = open_session(way);
      if (reads_deployment(*session)) return session;
      if (!best) best = std::move(session);
    } catch (const storage::failure& error) {
      if (!why) why = error;
    }
  }
  if (!best) throw *why;
  return best;
}

}
