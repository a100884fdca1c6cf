// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "tests/support/scripted_workspace.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

/// The actors around a supervisor, as a test tells them to be.
namespace muniment::test {

/// A hub that commits into the script what it can be told to refuse.
struct hub_script {
  std::deque<storage::part_verdict> verdicts;
};

inline hub_actor::behavior_type scripted_hub(hub_actor::pointer, std::shared_ptr<hub_script> hub,
                                             workspace_script script) {
  return {
      [hub, script](part_ptr part) {
        auto verdict = storage::part_verdict::committed;
        if (!hub->verdicts.empty()) {
          verdict = hub->verdicts.front();
          hub->verdicts.pop_front();
        }
        if (verdict == storage::part_verdict::committed) {
          script->position += part->facts.size() + part->traffic.size();
          for (const auto& row : part->facts)
            script->streams[{decode_body(row.body)->at().category, row.stream}].push_back(row.body);
          script->keep({part->keys_written, part->keys_deleted, false});
        }
        return part_reply{part, {verdict, {}}, std::nullopt};
      },
      [](commit_atom) {}};
}

/// What a projector did, and whether it takes its time to end: until it is told to persist.
struct projector_script {
  std::uint64_t folded = 0;
  bool lingers = false;
};

inline projector_actor::behavior_type scripted_projector(projector_actor::pointer self,
                                                         std::shared_ptr<projector_script> script) {
  self->set_exit_handler([self, script](const caf::exit_msg& exit) {
    if (!script->lingers) self->quit(exit.reason);
  });
  return {[script](const bodies_ptr& bodies) { script->folded = bodies->back().position; },
          [](const wait_request&) { return wait_reply{}; },
          [](status_atom) { return status_reply{}; },
          [self](repair_atom, const std::string&) {
            self->quit(caf::exit_reason::unhandled_exception);
            return true;
          },
          [](hold_atom, const std::string&) { return hold_reply{}; },
          [](reload_atom, const std::string&) { return true; },
          [self](persist_atom) { self->quit(); },
          [](retry_atom) {},
          [](expire_atom, std::uint64_t, std::uint64_t, std::uint64_t) {},
          [](release_atom, std::uint64_t, std::uint64_t) {}};
}

/// Whose the lease is, and what was asked of it.
struct lease_script {
  lease_reply answer{1, false, {}};
  int asked = 0;
  int given_back = 0;
};

inline lease_keeper_actor::behavior_type scripted_leases(lease_keeper_actor::pointer,
                                                         std::shared_ptr<lease_script> lease) {
  return {[lease](const lease_request&) {
            ++lease->asked;
            return lease->answer;
          },
          [lease](give_back_atom, const lease_request&) { ++lease->given_back; },
          [](gather_atom) {}, [](renew_atom) {}};
}

}
