// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"
#include "storage/hub_connection.hpp"
#include "storage/journal_part.hpp"
#include "storage/pool.hpp"
#include "tests/support/postgres.hpp"

#include <pqxx/connection>

#include <string>

namespace muniment::test {

/// The passwords of all test databases: roles belong to the cluster, not to one of them.
storage::login_passwords test_passwords();

/// A deployment `test` with base domain `muniment.localhost`.
storage::deployment test_deployment();

/// An id that no other workspace, stream or journal of this process has.
uuid fresh_id();

/// A slug that no other workspace of this process has.
std::string fresh_slug();

/// A database of its own, prepared, with as many workspaces as a test asks for.
class journal_database {
public:
  explicit journal_database(durability wish = durability::fast);
  /// In the database that this superuser's connection string names.
  explicit journal_database(std::string owner_dsn);

  /// Provisions one more workspace.
  storage::schema_name workspace();

  [[nodiscard]] const std::string& owner_dsn() const { return owner_; }
  [[nodiscard]] const storage::logins& logins() const { return prepared_.logins; }
  [[nodiscard]] std::string dsn(const storage::login& as) const { return dsn_for(owner_, as); }
  [[nodiscard]] std::string hub_dsn() const { return dsn(logins().hub); }

  storage::pool& pool() { return pool_; }

  /// One value of one row as the superuser.
  std::string value(const std::string& sql) const;

  void execute(const std::string& sql) const;

private:
  std::string owner_;
  storage::prepared_database prepared_;
  storage::pool pool_;
};

/// A session as the superuser, who may touch what every role has by now.
class owner_session : public pqxx::connection {
public:
  explicit owner_session(const journal_database& database);
};

/// One for all tests of this process that keep to workspaces of their own.
journal_database& shared_database();

/// A part that appends `facts` then `traffic` events, of fresh streams, on the given head.
storage::journal_part part_on(const storage::schema_name& schema, std::uint64_t epoch,
                              std::uint64_t position, std::size_t facts = 1,
                              std::size_t traffic = 0);

/// `part_on` on the head a new workspace has after its first owner raised the epoch.
storage::journal_part first_part(const storage::schema_name& schema, std::size_t facts = 1,
                                 std::size_t traffic = 0);

/// Makes `hub` the writer of a new workspace: epoch 1.
void own(storage::hub_connection& hub, const storage::schema_name& schema);

/// Waits until the part that `hub` sent without its COMMIT is written and holds its head.
bool holds_head(const journal_database& database, const storage::hub_connection& hub);

/// Waits until `sql` answers `t`, at most ten seconds; false after them.
bool eventually(const journal_database& database, const std::string& sql);

}
