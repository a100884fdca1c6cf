// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"
#include "storage/embedded_postgres.hpp"
#include "tests/support/history.hpp"
#include "tests/support/temporary_directory.hpp"

#include <optional>
#include <string>

namespace muniment::test {

/// A durable PostgreSQL of our own with a prepared database, which can be killed and started again.
/// Main thread only: PostgreSQL ends with the thread that started it.
class cluster {
public:
  cluster();

  /// A new workspace's schema.
  storage::schema_name workspace();

  /// SIGKILL for the postmaster and then for every child: nothing is flushed, nobody says goodbye.
  void kill();

  /// After `kill`: recovers what the data directory and the WAL hold.
  void restart();

  /// The whole journal as the superuser sees it, in one snapshot.
  [[nodiscard]] stored_journal read(const storage::schema_name& schema) const;

  /// One statement as the superuser; its one value, if it has one.
  std::string execute(const std::string& sql) const;

  [[nodiscard]] std::string owner_dsn() const { return postgres_->dsn(); }
  [[nodiscard]] std::string hub_dsn() const;
  [[nodiscard]] const storage::logins& logins() const { return prepared_->logins; }
  [[nodiscard]] std::string socket_directory() const { return postgres_->socket_directory(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

private:
  temporary_directory folder_;
  std::optional<storage::embedded_postgres> postgres_;
  std::optional<storage::prepared_database> prepared_;
};

}
