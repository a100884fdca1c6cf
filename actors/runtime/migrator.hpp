// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "storage/migrations.hpp"
#include "storage/pool.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <span>

namespace muniment {

/// What a migrator takes, and where. The steps outlive it.
struct migrator_options {
  std::shared_ptr<storage::pool> connections;
  std::span<const storage::migration> steps;
};

/// The thread that lets a workspace take the steps that its schema lacks, before anything reads or
/// writes there. Spawn it detached: it blocks, for no other waking than those that wait for it. It
/// never fails a request: what goes wrong is the reply.
migrator_actor::behavior_type migrator(migrator_actor::pointer self, migrator_options options);

}
