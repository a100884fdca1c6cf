// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/supervisor.hpp"
#include "tests/support/actor_world.hpp"
#include "tests/support/scripted_parts.hpp"
#include "tests/support/scripted_workspace.hpp"

#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

namespace muniment::test {

/// A supervisor over a scripted database; its projector, hub and leases are scripted too.
class supervisor_world : public testing::Test {
protected:
  void SetUp() override {
    auto options = std::make_shared<supervisor_options>(
        supervisor_options{here,
                           world.system().spawn(scripted_hub, hub, script),
                           world.system().spawn(scripted_archivist, script),
                           [this] { return std::vector{script->era}; },
                           [] { return noon; },
                           [this](std::function<void(bool)> pressure) {
                             press = std::move(pressure);
                             return world.system().spawn(scripted_projector, folding);
                           },
                           {},
                           {},
                           {},
                           {},
                           presence,
                           world.system().spawn(scripted_leases, lease)});
    options->limits.held_commands = 3;
    options->journal.gathering = {};
    keeper = world.system().spawn(supervisor, std::shared_ptr<const supervisor_options>{options});
    world.run_until_pause();
  }

  /// Its next look for idleness keeps it alive otherwise.
  void TearDown() override {
    folding->lingers = false;
    self->send_exit(keeper, caf::exit_reason::user_shutdown);
    world.run_until_pause();
  }

  void ask(const command_envelope& wish) {
    asked.push_back(self->request(keeper, caf::infinite, command_message{pack(wish)}));
  }

  attend_reply attend() {
    attend_reply seen;
    auto asking = self->request(keeper, caf::infinite, attend_atom::value);
    world.run_until_pause();
    asking.receive([&](attend_reply& reply) { seen = reply; }, [](const caf::error&) { FAIL(); });
    return seen;
  }

  void look_idle() {
    self->send(keeper, idle_atom::value);
    world.run_until_pause();
  }

  /// Lets what waits for a moment come, once.
  void end_pauses() {
    world.end_pauses();
    world.run_until_pause();
  }

  /// Without letting pauses end, so that the workspace does not fall asleep meanwhile.
  std::vector<command_reply> run() {
    world.run_until_pause();
    return replies_to(asked);
  }

  actor_world world;
  caf::scoped_actor self{world.system()};
  workspace_script script = std::make_shared<scripted_workspace>();
  std::shared_ptr<hub_script> hub = std::make_shared<hub_script>();
  std::shared_ptr<workspace_presence> presence = std::make_shared<workspace_presence>();
  std::shared_ptr<lease_script> lease = std::make_shared<lease_script>();
  std::shared_ptr<projector_script> folding = std::make_shared<projector_script>();
  std::function<void(bool)> press;
  supervisor_actor keeper;
  std::vector<decltype(self->request(keeper, caf::infinite, command_message{}))> asked;
};

}
