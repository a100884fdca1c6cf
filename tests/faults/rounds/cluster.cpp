// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/rounds/cluster.hpp"

#include "storage/child_process.hpp"
#include "storage/journal_statements.hpp"
#include "storage/postgres_orphan.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/journal_database.hpp"

#include <pqxx/binarystring>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>

#include <csignal>
#include <stdexcept>

namespace muniment::test {

namespace {

bytes bytes_from(const pqxx::field& field) {
  const pqxx::binarystring data{field};
  return {data.begin(), data.end()};
}

storage::event_row row_from(const pqxx::row& row) {
  return {row[0].as<std::uint64_t>(),
          from_microseconds(row[1].as<std::int64_t>()),
          row[2].as<std::uint32_t>(),
          row[3].as<std::int16_t>(),
          row[4].as<std::int16_t>(),
          uuid::parse(row[5].c_str()).value(),
          uuid::parse(row[6].c_str()).value(),
          uuid::parse(row[7].c_str()).value(),
          bytes_from(row[8])};
}

}

cluster::cluster() {
  postgres_.emplace(storage::embedded_postgres::start(small_cluster(folder_.path() / "data")));
  prepared_ = storage::database_prepare(owner_dsn(), test_deployment(), test_passwords());
}

storage::schema_name cluster::workspace() {
  return storage::provision(storage::dsn_for(owner_dsn(), logins().control), fresh_id(), fresh_id(),
                            to_string(fresh_id()))
      .schema;
}

std::string cluster::hub_dsn() const { return storage::dsn_for(owner_dsn(), logins().hub); }

void cluster::kill() {
  ::kill(postgres_->pid(), SIGKILL);
  for (const auto pid : storage::postgres_processes(folder_.path() / "data" / "postgres"))
    ::kill(pid, SIGKILL);
  if (!storage::wait_for_end(postgres_->pid(), std::chrono::seconds{30}))
    throw std::runtime_error{"PostgreSQL survives SIGKILL"};
}

void cluster::restart() {
  postgres_.reset();
  postgres_.emplace(storage::embedded_postgres::start(small_cluster(folder_.path() / "data")));
}

stored_journal cluster::read(const storage::schema_name& schema) const {
  pqxx::connection owner{owner_dsn()};
  pqxx::transaction<pqxx::repeatable_read> snapshot{owner};
  snapshot.exec("SET LOCAL search_path = " + schema.text());
  const auto head = snapshot.exec1("SELECT position, frontier FROM head");
  stored_journal journal{head[0].as<std::uint64_t>(), bytes_from(head[1]), {}};
  const auto rows = snapshot.exec("SELECT " + storage::statements::event_columns + " FROM " +
                                  storage::statements::both_tables + " ORDER BY position");
  journal.rows.reserve(rows.size());
  for (const auto& row : rows)
    journal.rows.push_back(row_from(row));
  return journal;
}

std::string cluster::execute(const std::string& sql) const {
  pqxx::connection owner{owner_dsn()};
  const auto rows = pqxx::nontransaction{owner}.exec(sql);
  return rows.empty() || rows[0].empty() ? std::string{} : rows[0][0].as<std::string>("");
}

}
