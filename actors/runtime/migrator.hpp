// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "storage/migrations.hpp"
#include "storage/pool.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace muniment {

/// What a migrator takes, and where. The steps outlive it.
struct migrator_options {
  std::shared_ptr<storage::pool> connections;
  std::span<const storage::migration> steps;
  std::function<instant()> clock;
  std::stop_token stop = {}; ///< nothing is begun any more once it is asked for
};

/// A thread that lets a workspace take the steps that its schema lacks, before anything reads or
/// writes there. A step that somebody else takes at this moment, or that waits for who reads there,
/// is tried again until the request's time is over; one that was begun is never cut short by it.
/// Spawn it detached: it blocks, and a long step keeps those waiting that keep to the same one. It
/// never fails a request: what goes wrong is the reply.
migrator_actor::behavior_type migrator(migrator_actor::pointer self, migrator_options options);

}
