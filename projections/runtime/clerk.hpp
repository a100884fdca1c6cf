// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>

namespace muniment {

namespace storage {
class pool;
}

/// A piece of database work. What it finds it keeps where its owner looks after the reply.
struct clerk_work {
  std::function<void(storage::pool&)> run;
};

/// The thread on which projectors read and write: spawn it detached, a few per node; a workspace
/// keeps to one. It never fails a request: what cannot be done now is said in the reply.
clerk_actor::behavior_type clerk(clerk_actor::pointer self,
                                 std::shared_ptr<storage::pool> connections);

}
