// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/hub_connection.hpp"
#include "storage/key_changes.hpp"
#include "storage/keyring.hpp"
#include "storage/pool.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muniment::test {

/// A PostgreSQL of one test's own, durable, with one workspace in it: for tests that look at its
/// files. A copy of the directory can be started as another one.
class workspace_cluster {
public:
  /// A new cluster in `folder`, or the one that lies there.
  explicit workspace_cluster(const std::filesystem::path& folder);

  /// Appends facts with these bodies, of user streams, and the key rows; throws when refused.
  void append(const std::vector<bytes>& bodies, const storage::key_changes& keys);

  /// The bodies of all events.
  std::vector<bytes> bodies();

  storage::key_loader key_loader();
  std::vector<storage::key_row> all_keys();

  /// As the superuser.
  void execute(const std::string& sql) const;

  /// Stops PostgreSQL and copies everything, as a cold backup does; then starts it again.
  void copy_to(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  static const uuid& journal();
  static const uuid& workspace();

private:
  void start();

  std::filesystem::path folder_;
  std::optional<storage::embedded_postgres> server_;
  std::optional<storage::pool> pool_;
  std::optional<storage::hub_connection> hub_;
  storage::schema_name schema_;
  std::uint64_t epoch_ = 0;
  std::uint64_t position_ = 0;
};

}
