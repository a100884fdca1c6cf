// SPDX-License-Identifier: Apache-2.0
#include "tests/support/workspace_cluster.hpp"

#include "storage/child_process.hpp"
#include "storage/journal_reader.hpp"
#include "storage/key_reader.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/postgres.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>

#include <stdexcept>

namespace muniment::test {
namespace {

uuid id_of_octet(std::uint8_t octet) {
  uuid id;
  id.octets.fill(octet);
  return id;
}

/// The same in every start, so that a copy prepares as what it is a copy of.
storage::deployment same_deployment() {
  return {id_of_octet(0xde), "muniment.localhost", *storage::deployment_tag::parse("test"), 1};
}

constexpr std::size_t page = 1000;

}

const uuid& workspace_cluster::journal() {
  static const auto id = id_of_octet(0xaa);
  return id;
}

const uuid& workspace_cluster::workspace() {
  static const auto id = id_of_octet(0xbb);
  return id;
}

workspace_cluster::workspace_cluster(const std::filesystem::path& folder)
    : folder_{folder}, schema_{*storage::deployment_tag::parse("test"), workspace()} {
  start();
}

void workspace_cluster::start() {
  server_.emplace(storage::embedded_postgres::start(small_cluster(folder_)));
  const auto dsn = server_->dsn();
  const auto prepared = storage::database_prepare(dsn, same_deployment(), test_passwords());
  storage::provision(dsn_for(dsn, prepared.logins.control), workspace(), journal(),
                     to_string(workspace()));
  pool_.emplace(dsn, prepared.logins.pools);
  hub_.emplace(dsn_for(dsn, prepared.logins.hub));
  const auto head = storage::journal_reader{*pool_}.read_head(schema_);
  const auto taken = hub_->take_over(schema_, head.epoch);
  if (!taken.head.raised) throw std::runtime_error{"the workspace has another writer"};
  epoch_ = taken.head.epoch;
  position_ = taken.head.position;
}

void workspace_cluster::append(const std::vector<bytes>& bodies, const storage::key_changes& keys) {
  auto part = part_on(schema_, epoch_, position_, bodies.size());
  for (std::size_t n = 0; n < bodies.size(); ++n)
    part.facts[n].body = bodies[n];
  add_to(part, keys);
  const auto result = hub_->commit({&part, 1}).parts.front();
  if (result.verdict != storage::part_verdict::committed)
    throw std::runtime_error{"the append was not committed: " + result.sqlstate + result.sentence};
  position_ += bodies.size();
}

std::vector<bytes> workspace_cluster::bodies() {
  std::vector<bytes> found;
  for (auto& event : storage::journal_reader{*pool_}.read_page(schema_, 0, page))
    found.push_back(std::move(event.body));
  return found;
}

storage::key_loader workspace_cluster::key_loader() { return key_rows_of(*pool_, schema_); }

std::vector<storage::key_row> workspace_cluster::all_keys() {
  std::vector<storage::key_row> found;
  read_all_keys(*pool_, schema_, [&](const std::vector<storage::key_row>& rows) {
    found.insert(found.end(), rows.begin(), rows.end());
  });
  return found;
}

void workspace_cluster::execute(const std::string& sql) const {
  pqxx::connection session{server_->dsn()};
  pqxx::nontransaction{session}.exec(sql);
}

void workspace_cluster::copy_to(const std::filesystem::path& folder) {
  hub_.reset();
  pool_.reset();
  server_.reset();
  const storage::child_program copy{.argv = {"/bin/cp", "-a", folder_.string(), folder.string()}};
  if (storage::run(copy, std::chrono::seconds{60}) != 0)
    throw std::runtime_error{"the cluster could not be copied"};
  start();
}

}
