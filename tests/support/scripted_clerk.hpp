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
  bool once = false;       ///< beside what it is asked next, does the first of what waits
  bool away = false;       ///< the database cannot be reached
  std::size_t in_vain = 0; ///< how often it was asked meanwhile
  std::vector<std::pair<clerk_work_ptr, caf::typed_response_promise<clerk_reply>>> waiting;
};

/// A clerk on the scheduler of the test, that does its work over these connections.
inline clerk_actor::behavior_type scripted_clerk(clerk_actor::pointer self,
                                                 std::shared_ptr<slow_clerk> script,
                                                 storage::pool* connections) {
  const auto answer = [=](auto& asked) {
    asked.first->run(*connections);
    asked.second.deliver(clerk_reply{clerk_verdict::done, {}});
  };
  return {[=](const clerk_work_ptr& work) {
    auto promise = self->make_response_promise<clerk_reply>();
    if (script->away) {
      ++script->in_vain;
      promise.deliver(clerk_reply{clerk_verdict::unreachable, {}});
      return promise;
    }
    if (std::exchange(script->once, false)) {
      std::pair asked{work, promise};
      answer(script->waiting.front());
      script->waiting.erase(script->waiting.begin());
      answer(asked);
      return promise;
    }
    script->waiting.emplace_back(work, promise);
    if (script->held) return promise;
    for (auto& each : std::exchange(script->waiting, {}))
      answer(each);
    return promise;
  }};
}

}
