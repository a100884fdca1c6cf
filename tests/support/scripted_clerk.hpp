// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "projections/runtime/clerk.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace muniment::test {

/// Keeps work until the test lets it be done.
struct slow_clerk {
  bool held = false;
  std::vector<std::pair<clerk_work_ptr, caf::typed_response_promise<clerk_reply>>> waiting;
};

/// A clerk on the scheduler of the test, that does its work over these connections.
inline clerk_actor::behavior_type scripted_clerk(clerk_actor::pointer self,
                                                 std::shared_ptr<slow_clerk> script,
                                                 storage::pool* connections) {
  return {[=](const clerk_work_ptr& work) {
    auto promise = self->make_response_promise<clerk_reply>();
    script->waiting.emplace_back(work, promise);
    if (script->held) return promise;
    for (auto& [each, reply] : std::exchange(script->waiting, {})) {
      each->run(*connections);
      reply.deliver(clerk_reply{clerk_verdict::done, {}});
    }
    return promise;
  }};
}

}
