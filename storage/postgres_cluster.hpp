// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/embedded_postgres_options.hpp"
#include "storage/system_account.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace muniment::storage {

/// The superuser of an embedded cluster.
inline constexpr auto owner_role = "muniment_owner";

/// Where the parts of an embedded cluster lie. All but `data` and `socket` belong to us and not to
/// the account that runs PostgreSQL, which can therefore neither read the password nor change its
/// settings.
struct postgres_cluster {
  std::filesystem::path root;      ///< the data directory of muniment
  std::filesystem::path binaries;  ///< holds `postgres` and `initdb`
  std::filesystem::path data;      ///< PGDATA
  std::filesystem::path socket;    ///< directory of the unix socket, 0700
  std::filesystem::path settings;  ///< written anew at each start
  std::filesystem::path access;    ///< pg_hba, written anew at each start
  std::filesystem::path passwords; ///< libpq password file, 0600
  std::filesystem::path log;
  std::optional<system_account> account; ///< none: PostgreSQL runs as we do

  /// A libpq connection string for the superuser; it names the password file and holds no secret.
  std::string dsn(std::string_view database) const;
};

/// Where the parts of the cluster in that data directory lie, with `binaries` and `account` left
/// empty. Makes and looks up nothing but the target of `socket`.
postgres_cluster cluster_in(const std::filesystem::path& root);

/// Makes the data directory and says where everything lies; no cluster is touched yet. Throws
/// `startup_error`: no usable PostgreSQL, no account, a directory the account cannot reach.
postgres_cluster locate_cluster(const embedded_postgres_options& options);

/// Initialises PGDATA when there is none (atomically: a kill in between leaves none), refuses one
/// of another major version, writes the settings and makes the socket directory. PostgreSQL must
/// not be running. Throws `startup_error`.
void prepare_cluster(postgres_cluster& cluster, const embedded_postgres_options& options,
                     const progress& say);

/// Removes the socket directory when it lies outside the data directory.
void release_socket_directory(const postgres_cluster& cluster);

}
