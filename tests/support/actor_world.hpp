// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>

namespace muniment::test {

/// An actor system whose scheduling and clock belong to the test: nothing runs until `run` says so,
/// and pauses end at once.
class actor_world {
public:
  actor_world() : system_{configure(config_)} {}

  caf::actor_system& system() { return system_; }

  /// Runs until no actor has anything to do, pauses included.
  void run() {
    do {
      scheduler().run();
    } while (scheduler().trigger_timeouts() > 0);
  }

  /// Runs what can run without any pause ending.
  void run_until_pause() { scheduler().run(); }

  /// Ends the pauses that are under way; nothing runs yet.
  void end_pauses() { scheduler().trigger_timeouts(); }

  /// Ends the one that is over first.
  void end_next_pause() { scheduler().trigger_timeout(); }

private:
  using coordinator = caf::scheduler::test_coordinator;

  static caf::actor_system_config& configure(caf::actor_system_config& config) {
    config.set("scheduler.policy", caf::atom("testing"));
    return config;
  }

  coordinator& scheduler() { return dynamic_cast<coordinator&>(system_.scheduler()); }

  caf::actor_system_config config_;
  caf::actor_system system_;
};

}
