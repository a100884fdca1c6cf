// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/dsn.hpp"
#include "storage/schema_name.hpp"

#include <pqxx/transaction>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muniment::storage {

struct pool_options {
  /// At most so many connections, so at most so many logins hold one.
  std::size_t connections = 8;
  std::chrono::milliseconds acquire_deadline{2'000};
  std::chrono::seconds connect_timeout{5};
  /// A host that vanished ends no statement in its time, so its silence has a limit of its own, as
  /// long as the hub waits. A shorter one would cut a COPY that a slow disk holds up.
  std::chrono::seconds silence{10};
  std::chrono::milliseconds statement_timeout{30'000};
  std::chrono::milliseconds lock_timeout{2'000};
  /// Between two statements of a transaction. Shorter than a lease's term: who takes a workspace
  /// over from a node that stands still must not wait for the locks of what it was in the midst of.
  std::chrono::milliseconds idle_timeout{8'000};
  /// A backend keeps 20 kB per table it ever read: it is replaced after so many schemas.
  std::size_t schemas_per_connection = 400;
};

/// What a pool has now, and how often it had nothing to give.
struct pool_usage {
  std::size_t busy = 0;
  std::size_t idle = 0; ///< open, and nobody's
  std::size_t most = 0; ///< together
  std::uint64_t exhausted = 0;
};

/// The connections for all that is not an append. Each workspace belongs to one login, whose
/// connection takes on the workspace's role for one transaction at a time. Any thread.
class pool {
public:
  using work = std::function<void(pqxx::work&)>;

  /// `dsn` says where; `logins[k]` is `muniment_pool_<k>`. Connects when first used.
  pool(std::string dsn, std::vector<login> logins, pool_options options = {});
  ~pool();
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// Runs `use` in a READ COMMITTED transaction as the workspace's role, with its schema first in
  /// the search path after pg_catalog, and commits; a CREATE has to name the schema therefore.
  /// Rolls back when `use` throws.
  /// Throws `failure`: missing (no such workspace), exhausted, unavailable, timed_out, refused,
  /// lost (a commit may then have happened). A connection found broken before `use` is replaced.
  void with_workspace(const schema_name& schema, const work& use);

  /// The same as the first pool login itself, which reads the schema `muniment`.
  void with_deployment(const work& use);

  /// The pool login of a workspace; throws `failure{missing}`.
  int number_of(const schema_name& schema);

  /// A connection string for the login of `schema`, for the one reader that needs libpq itself and
  /// has a deadline for each of its waits.
  std::string dsn_of(const schema_name& schema);

  [[nodiscard]] pool_usage usage() const;

private:
  class state;
  std::unique_ptr<state> state_;
};

}
