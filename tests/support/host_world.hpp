// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/host.hpp"
#include "tests/support/actor_world.hpp"
#include "tests/support/scripted_workspace.hpp"

#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

#include <vector>

namespace muniment::test {

/// A host over a scripted database.
class host_world : public testing::Test {
protected:
  void SetUp() override { writer = spawn(); }

  host_actor spawn() {
    auto options = std::make_shared<host_options>(host_options{
        here, script->journal, [this] { return eras.empty() ? std::vector{script->era} : eras; },
        world.system().spawn(scripted_journal, script),
        world.system().spawn(scripted_archivist, script), [this] { return now; },
        std::chrono::hours{24}, limits, script->position});
    auto spawned = world.system().spawn(host, std::shared_ptr<const host_options>{options});
    world.run();
    return spawned;
  }

  void ask(const command_envelope& wish) {
    asked.push_back(self->request(writer, caf::infinite, command_message{pack(wish)}));
  }

  std::vector<command_reply> run() {
    world.run();
    return replies_to(asked);
  }

  command_reply tell(const command_envelope& wish) {
    ask(wish);
    return run().at(0);
  }

  template <class Reply, class Request>
  Reply read(const Request& wanted) {
    auto asking = self->request(writer, caf::infinite, wanted);
    world.run();
    Reply got;
    asking.receive([&](Reply& reply) { got = std::move(reply); },
                   [](const caf::error&) { ADD_FAILURE(); });
    return got;
  }

  actor_world world;
  caf::scoped_actor self{world.system()};
  workspace_script script = std::make_shared<scripted_workspace>();
  std::vector<storage::era> eras; ///< when empty, the one the script began with
  host_limits limits;
  host_actor writer;
  instant now = noon;
  std::vector<decltype(self->request(writer, caf::infinite, command_message{}))> asked;
};

inline command_envelope registration(std::uint8_t number) {
  return wish_for<user::noun>(numbered(number), registering(number));
}
inline command_envelope disabling_of(std::uint8_t number) {
  return wish_for<user::noun>(numbered(number), user::disable{});
}
inline command_envelope erasing(std::uint8_t number) {
  return wish_for<user::noun>(numbered(number), user::erase{});
}

}
