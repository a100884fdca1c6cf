// SPDX-License-Identifier: Apache-2.0
#include "storage/database.hpp"

#include "storage/failure.hpp"
#include "storage/libpq.hpp"
#include "storage/migrations.hpp"
#include "storage/schema.hpp"
#include "storage/sqlstate.hpp"

#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>

#include <algorithm>

namespace muniment::storage {

namespace {

/// Only preparations hold it: roles cannot be locked like rows.
constexpr auto one_at_a_time = "SELECT pg_advisory_lock(7021853)";

constexpr auto enter_deployment =
    "INSERT INTO muniment.deployment (id, base_domain, tag, format_level) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING";

constexpr auto select_deployment =
    "SELECT id, base_domain, tag, format_level FROM muniment.deployment";

constexpr auto is_superuser =
    "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user";

/// An owner without superuser rights must be the provisioner to act as it, and leaves it again:
/// also when it fails, and when one that was killed did not.
class as_provisioner {
public:
  explicit as_provisioner(pqxx::connection& session) : session_{session} {
    pqxx::work transaction{session_};
    joined_ = !transaction.exec1(is_superuser)[0].as<bool>();
    if (joined_) transaction.exec("GRANT muniment_provisioner TO CURRENT_USER");
    transaction.exec("SET ROLE muniment_provisioner");
    transaction.commit();
  }

  ~as_provisioner() {
    if (left_) return;
    try {
      leave();
    } catch (const std::exception&) {
      // What brought us here says more.
    }
  }
  as_provisioner(const as_provisioner&) = delete;
  as_provisioner& operator=(const as_provisioner&) = delete;

  void leave() {
    pqxx::work transaction{session_};
    transaction.exec("RESET ROLE");
    if (joined_) transaction.exec("REVOKE muniment_provisioner FROM CURRENT_USER");
    transaction.commit();
    left_ = true;
  }

private:
  pqxx::connection& session_;
  bool joined_ = false;
  bool left_ = false;
};

void repeat(pqxx::connection& session, const migration& step) {
  pqxx::work transaction{session};
  transaction.exec(std::string{step.sql});
  transaction.commit();
}

/// The ledger itself cannot be in the ledger.
void open_ledger(pqxx::connection& session) {
  pqxx::work transaction{session};
  for (const auto& file : schema_files())
    if (file.path == "tables/muniment") transaction.exec(std::string{file.text});
  for (const auto& file : schema_files())
    if (file.path == "tables/migrations") transaction.exec(std::string{file.text});
  transaction.commit();
}

deployment deployment_in(const pqxx::row& row) {
  return {*uuid::parse(row[0].as<std::string>()), row[1].as<std::string>(),
          *deployment_tag::parse(row[2].as<std::string>()), row[3].as<int>()};
}

deployment settle(pqxx::connection& session, const deployment& wanted) {
  pqxx::work transaction{session};
  transaction.exec_params(enter_deployment, to_string(wanted.id), wanted.base_domain,
                          wanted.tag.text(), wanted.format_level);
  auto found = deployment_in(transaction.exec1(select_deployment));
  transaction.commit();
  if (found.base_domain != wanted.base_domain)
    throw failure{failure_kind::misplaced,
                  "the database belongs to the deployment " + found.base_domain};
  if (found.format_level > supported_format_level)
    throw failure{failure_kind::misplaced, "the database is written by a newer version"};
  return found;
}

/// The server would log a password that is part of a statement; a verifier gives nobody a login.
std::string scram_verifier(PGconn* connection, const login& of) {
  const std::unique_ptr<char, decltype(&PQfreemem)> verifier{
      PQencryptPasswordConn(connection, of.password.c_str(), of.name.c_str(), "scram-sha-256"),
      PQfreemem};
  if (!verifier) throw failure{failure_kind::unavailable, "no password verifier could be made"};
  return verifier.get();
}

void set_passwords(pqxx::connection& session, PGconn* connection, const logins& all) {
  pqxx::work transaction{session};
  const auto set = [&](const login& one) {
    transaction.exec("ALTER ROLE " + transaction.quote_name(one.name) + " PASSWORD " +
                     transaction.quote(scram_verifier(connection, one)));
  };
  set(all.control);
  set(all.hub);
  std::ranges::for_each(all.pools, set);
  transaction.commit();
}

void make_pool_logins(pqxx::connection& session, std::size_t count) {
  pqxx::work transaction{session};
  for (std::size_t number = 0; number < count; ++number)
    transaction.exec_params("SELECT muniment.create_pool_login($1)", static_cast<int>(number));
  transaction.commit();
}

prepared_database prepare(const std::string& dsn, const deployment& wanted,
                          const login_passwords& passwords) {
  pqxx::connection session{noticing_silence(dsn, patiently)};
  pqxx::nontransaction{session}.exec(one_at_a_time);
  std::ranges::for_each(role_steps(), [&](const auto& step) { repeat(session, step); });
  as_provisioner provisioner{session};
  open_ledger(session);
  migrate(session, deployment_ledger, deployment_steps());
  migrate(session, template_ledger, workspace_steps());
  const auto found = settle(session, wanted);
  make_pool_logins(session, passwords.pools.size());
  const auto all = logins_with(passwords);
  const auto verifying = connect(dsn, std::chrono::steady_clock::now() + std::chrono::seconds{10});
  set_passwords(session, verifying.get(), all);
  provisioner.leave();
  return {found, all};
}

}

logins logins_with(const login_passwords& passwords) {
  logins all{{"muniment_control", passwords.control}, {"muniment_hub", passwords.hub}, {}};
  for (const auto& each : passwords.pools)
    all.pools.push_back({"muniment_pool_" + std::to_string(all.pools.size()), each});
  return all;
}

deployment read_deployment(const std::string& dsn) {
  const failure unprepared{failure_kind::missing, "the database is not prepared for Muniment"};
  try {
    pqxx::connection session{noticing_silence(dsn, patiently)};
    const auto rows = pqxx::nontransaction{session}.exec(select_deployment);
    if (rows.empty()) throw unprepared;
    return deployment_in(rows[0]);
  } catch (const pqxx::undefined_table&) {
    throw unprepared;
  } catch (const pqxx::sql_error& error) {
    // Without the schema, or without a right to look into it.
    const auto state = sqlstate_of(error);
    if (state == "3F000" || state == "42501") throw unprepared;
    throw failure{failure_kind::refused, "the database refused to be read (" + state + ")", state};
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

prepared_database database_prepare(const std::string& dsn, const deployment& wanted,
                                   const login_passwords& passwords) {
  if (passwords.pools.empty())
    throw failure{failure_kind::refused, "at least one pool login is needed"};
  try {
    return prepare(dsn, wanted, passwords);
  } catch (const pqxx::sql_error& error) {
    throw failure{failure_kind::refused,
                  "the database refused the preparation (" + sqlstate_of(error) + ")",
                  sqlstate_of(error)};
  } catch (const pqxx::failure& error) {
    throw failure{failure_kind::unavailable,
                  std::string{"the database cannot be reached: "} + error.what()};
  }
}

}
