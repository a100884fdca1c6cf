// SPDX-License-Identifier: Apache-2.0
#include "tests/support/external_server.hpp"

#include "storage/dsn.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>

namespace muniment::test {
namespace {

constexpr auto one_at_a_time = "SET lock_timeout = '10min'; SELECT pg_advisory_lock(7021854)";

// The schemas of tests are `ws_test_…`, those of `muniment database prepare` `ws_main_…`.
constexpr auto join_all =
    "DO $$ DECLARE r record; BEGIN"
    " FOR r IN SELECT rolname FROM pg_catalog.pg_roles WHERE rolname ~"
    "  '^(muniment_(hub|control|provisioner|pool_[0-9]+|test_.*)|ws_(test|main)_.*)$'"
    "  AND NOT pg_catalog.pg_has_role(current_user, oid, 'USAGE')"
    " LOOP EXECUTE pg_catalog.format('GRANT %I TO CURRENT_USER', r.rolname); END LOOP; END $$";

constexpr auto left_databases =
    "SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '^muniment_test_'";

/// DROP DATABASE waits until they are gone, and ends an autovacuum there itself. With FORCE it
/// would want to be allowed to end that as well, which only a superuser is.
constexpr auto end_sessions =
    "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
    " WHERE datname ~ '^muniment_test_' AND backend_type = 'client backend'";

/// The keeper last: the others may be its own.
constexpr auto left_roles =
    "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname ~"
    " '^(muniment_(hub|control|provisioner|pool_[0-9]+|test_.*)|ws_(test|main)_.*)$'"
    " ORDER BY rolname ~ '^muniment_test_', rolname";

/// Whether Muniment's logins have rights in a database that no test made.
constexpr auto holds_deployment =
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_shdepend d"
    " JOIN pg_catalog.pg_roles r ON d.refclassid = 'pg_catalog.pg_authid'::regclass"
    "  AND d.refobjid = r.oid"
    " JOIN pg_catalog.pg_database b ON b.oid = d.dbid"
    "  OR d.classid = 'pg_catalog.pg_database'::regclass AND d.objid = b.oid"
    " WHERE r.rolname ~ '^muniment_(hub|control|provisioner|pool_[0-9]+)$'"
    "  AND b.datname !~ '^muniment_test_')";

std::string random_hex(int octets) {
  std::random_device source;
  std::ostringstream text;
  text << std::hex << std::setfill('0');
  for (int made = 0; made < octets; ++made)
    text << std::setw(2) << (source() & 0xffU);
  return text.str();
}

/// What a test leaves behind may still hold a role.
void drop_role(pqxx::nontransaction& work, const std::string& name) {
  constexpr auto still_needed = "2BP01";
  try {
    work.exec("DROP ROLE " + work.quote_name(name));
  } catch (const pqxx::sql_error& error) {
    if (storage::sqlstate_of(error) != still_needed) throw;
  }
}

void remove_everything(pqxx::connection& session) {
  pqxx::nontransaction work{session};
  work.exec(join_all);
  work.exec(end_sessions);
  for (const auto& row : work.exec(left_databases))
    work.exec("DROP DATABASE " + work.quote_name(row[0].as<std::string>()));
  for (const auto& row : work.exec(left_roles))
    drop_role(work, row[0].as<std::string>());
}

const std::string& demand_safe(const std::string& dsn) {
  if (!storage::travels_safely(dsn))
    throw std::runtime_error{"MUNIMENT_TEST_DSN leaves this machine without sslmode=verify-full"};
  return dsn;
}

/// Preparing gives Muniment's logins new passwords: those of a deployment must stay.
void demand_no_deployment(pqxx::connection& session) {
  if (pqxx::nontransaction{session}.exec1(holds_deployment)[0].as<bool>())
    throw std::runtime_error{"the server of MUNIMENT_TEST_DSN holds a deployment of Muniment"};
}

}

const std::string& external_dsn() {
  static const auto dsn = [] {
    const auto* set = std::getenv("MUNIMENT_TEST_DSN");
    std::string taken = set != nullptr ? set : "";
    ::unsetenv("MUNIMENT_TEST_DSN");
    return taken;
  }();
  return dsn;
}

external_server::external_server(const std::string& administrator)
    : session_{demand_safe(administrator)}, keeper_{"muniment_test_" + random_hex(6)} {
  pqxx::nontransaction{session_}.exec(one_at_a_time);
  demand_no_deployment(session_);
  remove_everything(session_);
  const storage::login keeper{keeper_, random_hex(16)};
  pqxx::nontransaction{session_}.exec("CREATE ROLE " + keeper.name +
                                      " LOGIN CREATEROLE CREATEDB PASSWORD '" + keeper.password +
                                      "'");
  keeper_dsn_ = storage::dsn_for(administrator, keeper);
}

external_server::~external_server() {
  try {
    remove_everything(session_);
  } catch (const std::exception& error) {
    std::cerr << "something is left on the external server: " << error.what() << '\n';
  }
}

std::string external_server::fresh_database() {
  const auto name = keeper_ + '_' + std::to_string(++made_);
  pqxx::connection keeper{keeper_dsn_};
  pqxx::nontransaction{keeper}.exec("CREATE DATABASE " + name);
  return storage::dsn_with(keeper_dsn_, "dbname", name);
}

external_server* external_server::of_process() {
  static const auto one =
      external_dsn().empty() ? nullptr : std::make_unique<external_server>(external_dsn());
  return one.get();
}

void take_roles(pqxx::connection& session) {
  if (!external_dsn().empty()) pqxx::nontransaction{session}.exec(join_all);
}

}
