// SPDX-License-Identifier: Apache-2.0
#include "storage/administrator.hpp"

#include "storage/dsn.hpp"
#include "storage/failure.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>

namespace muniment::storage {

namespace {

constexpr auto statement =
    "SELECT current_user, current_database(), r.rolsuper OR r.rolcreaterole,"
    " has_database_privilege(current_database(), 'CREATE WITH GRANT OPTION')"
    " AND has_database_privilege(current_database(), 'CONNECT WITH GRANT OPTION'),"
    " EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'muniment_hub')"
    " FROM pg_catalog.pg_roles r WHERE r.rolname = current_user";

}

administrator read_administrator(const std::string& dsn) {
  try {
    pqxx::connection session{noticing_silence(dsn, patiently)};
    const auto row = pqxx::nontransaction{session}.exec1(statement);
    return {row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<bool>(),
            row[3].as<bool>(), row[4].as<bool>()};
  } catch (const pqxx::sql_error& error) {
    const auto state = sqlstate_of(error);
    throw failure{failure_kind::refused, "the database refused to be asked (" + state + ")", state};
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

std::string version_text(int server_version) {
  constexpr int minors = 10'000;
  return std::to_string(server_version / minors) + '.' + std::to_string(server_version % minors);
}

}
