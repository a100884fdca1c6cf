// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/runtime/append_request.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace muniment::test {

/// A database in a few lines: what the hub is told to answer, and what the archivist then finds.
struct database_script {
  std::deque<storage::part_verdict>
      verdicts;                   ///< of the next commits; `committed` when there are none left
  std::string sqlstate = "23505"; ///< of what failed
  std::string sentence;           ///< about what was malformed
  bool write_unknown = false;     ///< whether a part of unknown outcome was written after all
  bool foreign = false;           ///< whether somebody else wrote instead
  bool deposed = false;           ///< whether somebody else raised the epoch
  int unreachable = 0;            ///< how often the archivist cannot answer
  bool raised_unread = false;     ///< whether it has raised the epoch then
  std::uint64_t epoch = 1;        ///< in the head
  std::vector<storage::journal_part> seen;
  lookup_reply found{true, {}, {}};
  int settled = 0;

  storage::part_result told(storage::part_verdict verdict) const {
    if (verdict == storage::part_verdict::failed) return {verdict, sqlstate};
    if (verdict == storage::part_verdict::malformed) return {verdict, {}, sentence};
    return {verdict};
  }
};

inline hub_actor::behavior_type hub_of_script(hub_actor::pointer,
                                              std::shared_ptr<database_script> script) {
  return {[script](part_ptr part) {
            auto verdict = storage::part_verdict::committed;
            if (!script->verdicts.empty()) {
              verdict = script->verdicts.front();
              script->verdicts.pop_front();
            }
            script->seen.push_back(*part);
            return part_reply{part, script->told(verdict), std::nullopt};
          },
          [](commit_atom) {}};
}

inline archivist_actor::behavior_type archivist_of_script(archivist_actor::pointer,
                                                          std::shared_ptr<database_script> script) {
  return {[script](const settle_ptr& wanted) -> settle_reply {
            if (script->deposed) ++script->epoch;
            const bool ours = wanted->epoch == script->epoch;
            if (script->unreachable-- > 0) {
              if (!ours || !script->raised_unread) return {};
              return {settle_verdict::unreachable, ++script->epoch, {}};
            }
            ++script->settled;
            if (!ours) return {settle_verdict::deposed, script->epoch, {}};
            settle_reply reply{settle_verdict::settled, ++script->epoch, {}};
            if (script->write_unknown)
              for (auto& each : bodies_of(script->seen.back()))
                reply.bodies.push_back(each.body);
            if (script->foreign) reply.bodies = {bytes{1}};
            return reply;
          },
          [script](const lookup_ptr&) { return script->found; },
          [](const holder_ptr&) { return holder_reply{}; },
          [](const wake_ptr&) { return wake_reply{}; },
          [](const stream_ptr&) { return stream_reply{}; },
          [](const keys_ptr&) { return keys_reply{}; }};
}

}
