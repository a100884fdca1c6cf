// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/user_id.hpp"
#include "http/node/actor_bridge.hpp"
#include "http/node/directory.hpp"
#include "http/passwords/rules.hpp"
#include "http/server/work_pool.hpp"
#include "storage/database.hpp"
#include "storage/hub_connection.hpp"
#include "storage/key_keeper.hpp"
#include "storage/leases.hpp"
#include "storage/migrations.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace muniment::http {

/// What one process may use, where nobody says otherwise, as tests do not; the program counts its
/// cores (decision 37).
struct node_limits {
  std::size_t actor_threads = 2;
  std::size_t connections = 8;
  std::size_t clerks = 2;
  /// Workspaces that cannot be woken or read now keep only those of their own archivist waiting.
  /// Each has a thread, and a connection of its own besides `connections`, which all share.
  std::size_t archivists = 4;
  /// The same of those whose schema lacks something; each has a thread and shares `connections`.
  std::size_t migrators = 2;
  std::size_t reading_threads = 2;
  std::size_t reading_waiting = 200;
  std::size_t signing_threads = 1;
  std::size_t signing_waiting = 200;
  std::size_t key_threads = 1;
  std::size_t key_waiting = 64;
  std::size_t password_threads = 1;
  std::size_t password_waiting = 32;
  std::size_t cache_octets = 64U << 20;
  std::size_t verified_tokens = 4'096;
  std::size_t overlay_rows = 200'000;
  std::size_t overlay_octets = 128U << 20;
  workspace_limits workspaces;
  directory_limits directory;
  storage::lease_terms leases;
};

struct node_options {
  std::string dsn; ///< where the database is; whose login does not matter
  storage::logins logins;
  std::shared_ptr<storage::key_keeper> keys;
  std::function<instant()> clock;
  node_limits limits = {};
  key_rotation::terms rotation = {};
  user_id_format user_ids = user_id_format::uuid; ///< of those who are entered from now on
  muniment::passwords::rules choosing = {};       ///< what a password must be to be chosen
  /// What the schema of every workspace must have. They outlive the node.
  std::span<const storage::migration> schema_steps = storage::workspace_steps();
};

/// The workspaces of one process and everything they share: actors, threads, connections. Its
/// coroutines run on one serial executor, whose context outlives the node.
class node {
public:
  explicit node(node_options options);

  /// Ends every actor; what was acknowledged is in the journal.
  ~node();

  /// Ends its workspaces, so that coroutines which wait for them go on, to be told that they are
  /// unavailable. On the executor of its coroutines. The destructor does it too, but nobody goes on
  /// after that.
  void close() { directory_->close(); }

  directory& workspaces() { return *directory_; }
  work_pool& passwords() { return passwords_; }
  work_pool& reading() { return reading_; }
  work_pool& signing() { return signing_; }
  work_pool& key_makers() { return key_makers_; }
  /// For what tends workspaces in the background: a thread for the round over schemas, which may
  /// last, and one for the journals.
  work_pool& upkeep() { return upkeep_; }
  storage::pool& connections() { return *connections_; }
  [[nodiscard]] const node_counts& counts() const { return *services_->counts; }
  [[nodiscard]] const node_services& services() const { return *services_; }
  actor_bridge& bridge() { return *bridge_; }
  storage::key_keeper& keys() { return *options_.keys; }
  caf::actor_system& actors() { return *system_; }
  [[nodiscard]] const std::string& control_dsn() const { return control_dsn_; }
  /// Of the login that appends.
  [[nodiscard]] std::string hub_dsn() const {
    return storage::dsn_for(options_.dsn, options_.logins.hub);
  }
  [[nodiscard]] std::span<const storage::migration> schema_steps() const {
    return options_.schema_steps;
  }
  [[nodiscard]] const key_rotation::terms& key_terms() const { return options_.rotation; }
  [[nodiscard]] user_id_format user_ids() const { return options_.user_ids; }
  [[nodiscard]] const muniment::passwords::rules& choosing() const { return options_.choosing; }

  /// Under which other nodes know this one; another one in each process.
  [[nodiscard]] const uuid& id() const { return id_; }

  [[nodiscard]] instant now() const { return options_.clock(); }

private:
  const node_options options_;
  const uuid id_;
  const std::string control_dsn_;
  std::shared_ptr<storage::pool> connections_;
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  std::unique_ptr<actor_bridge> bridge_;
  work_pool reading_;
  work_pool signing_;
  work_pool key_makers_;
  work_pool passwords_;
  work_pool upkeep_{"upkeep", 2, 4};
  std::stop_source ending_;
  std::unique_ptr<node_services> services_;
  std::unique_ptr<directory> directory_;
};

}
