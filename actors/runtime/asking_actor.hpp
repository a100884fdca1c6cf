// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/logger.hpp>
#include <caf/scoped_actor.hpp>

namespace muniment {

/// For a thread that is nobody's actor, to ask others: `request(...).receive(...)`, blocking.
/// Unlike CAF's own it leaves nothing behind in its thread: there a hold on the system's logger
/// would stay, and a system that ends waits for that, for ever when the thread outlives it. Not one
/// within another, nor in an actor's thread; it ends in the thread that made it.
class asking_actor {
public:
  explicit asking_actor(caf::actor_system& system) : self_{system} {}
  asking_actor(const asking_actor&) = delete;
  asking_actor& operator=(const asking_actor&) = delete;

  caf::scoped_actor& operator->() { return self_; }

private:
  struct parting {
    ~parting() { caf::logger::set_current_actor_system(nullptr); }
  };

  parting at_the_end_; // Goes after the actor.
  caf::scoped_actor self_;
};

}
