// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/policies/rotate_signing_keys.hpp"
#include "actors/runtime/hub.hpp"
#include "actors/runtime/lease_term.hpp"
#include "projections/runtime/budget.hpp"
#include "projections/runtime/row_cache.hpp"
#include "storage/key_tree.hpp"
#include "storage/pool.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muniment::http {

class actor_bridge;
class verified_tokens;
class work_pool;

/// How long one workspace is waited for, and what it may keep in memory.
struct workspace_limits {
  std::chrono::milliseconds waking{10'000};  ///< of the workspace, by a reader; not begun later
  std::chrono::milliseconds command{15'000}; ///< until its answer
  std::chrono::milliseconds reading{3'000};  ///< of a state or key
  std::chrono::milliseconds folding{2'000};  ///< until read models reflect a command
  std::chrono::milliseconds writing{8'000};  ///< until tables do; a disk may stand still for long
  std::chrono::milliseconds key_list{500};   ///< for which the list of signing keys is kept
  std::chrono::seconds key_pause{30};        ///< after keys could not be tended
  std::size_t overlay_rows = 50'000;
  std::size_t overlay_octets = 32U << 20;
  std::size_t known_clients = 10'000;
  std::size_t known_subject_keys = 1'000;
};

/// What the workspaces of a node did since it began, for metrics. Any thread.
struct node_counts {
  hub_counts hub;
  std::atomic<std::uint64_t> found_written = 0; ///< unknown outcomes that proved to be so
  std::atomic<std::uint64_t> found_absent = 0;
};

/// What all workspaces of a node share. Everything in it outlives them.
struct node_services {
  caf::actor_system& system;
  actor_bridge& bridge;
  std::shared_ptr<storage::pool> connections;
  hub_actor hub;
  std::vector<archivist_actor> archivists; ///< at least one
  lease_keeper_actor leases;
  std::shared_ptr<const lease_term> term; ///< in which leases are held
  std::vector<clerk_actor> clerks;        ///< at least one
  std::shared_ptr<node_counts> counts;
  std::shared_ptr<row_cache> cache;
  std::shared_ptr<verified_tokens> verified;
  std::shared_ptr<budget> rows;
  work_pool& reading; ///< blocking reads of the database
  work_pool& signing;
  work_pool& key_makers; ///< of signing keys: an RSA key takes longer than a thousand signatures
  std::function<std::vector<storage::era>()> eras;
  std::function<instant()> clock;
  workspace_limits limits;
  std::string control_dsn; ///< of the login that changes which workspaces there are
  key_rotation::terms rotation;
  std::vector<migrator_actor> migrators{}; ///< none where no schema can lack anything
  std::shared_ptr<schema_standing> schemas = std::make_shared<schema_standing>();
};

/// The one of several that a workspace keeps to.
template <class Actor>
const Actor& one_for(const uuid& workspace, const std::vector<Actor>& all) {
  return all.at(std::hash<uuid>{}(workspace) % all.size());
}

}
