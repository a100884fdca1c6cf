// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/embedded_postgres_options.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace muniment::storage {

/// The database every embedded cluster is born with.
inline constexpr auto embedded_database = "muniment";

/// A private PostgreSQL in a data directory of ours, reachable by its unix socket only: the
/// database of `muniment up` and of the tests. It runs as a child process from `start` until `stop`
/// or destruction. Whoever holds the object holds the lock of the data directory; not thread-safe.
class embedded_postgres {
public:
  /// Makes the cluster when there is none, stops a PostgreSQL that an earlier, killed process left
  /// behind, starts it and returns when it accepts connections and `embedded_database` exists.
  /// `say` hears the long steps; `interrupted` can end the wait for readiness. Throws
  /// `startup_error`: nothing is left running then.
  static embedded_postgres start(embedded_postgres_options options, const progress& say = {},
                                 const interruption& interrupted = {});

  embedded_postgres(embedded_postgres&&) noexcept;
  embedded_postgres& operator=(embedded_postgres&&) noexcept;
  ~embedded_postgres();

  /// A libpq connection string for the superuser `muniment_owner`. It names the password file and
  /// holds no secret itself.
  std::string dsn(std::string_view database = embedded_database) const;

  /// The directory of the unix socket, for the `host` of other roles' connection strings.
  std::string socket_directory() const;

  /// The postmaster.
  pid_t pid() const noexcept;

  /// False after `stop` and when PostgreSQL has ended by itself.
  bool running() const;

  /// Stops it: open transactions are rolled back, everything is flushed. After each `stop_timeout`
  /// the next stronger signal is sent. Repeating it changes nothing.
  void stop() noexcept;

private:
  struct running_cluster;
  explicit embedded_postgres(std::unique_ptr<running_cluster> cluster);
  std::unique_ptr<running_cluster> cluster_;
};

}
