// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/node/rounds.hpp"
#include "storage/journal_maintenance.hpp"
#include "storage/provisioning.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace muniment::http {

struct journal_keeper_options {
  std::chrono::milliseconds pause{60'000}; ///< between two rounds
  storage::maintenance_terms terms;
};

/// Keeps the tables of the workspaces that are awake from growing for ever
/// (storage/journal_maintenance.hpp), round after round, `pause` after the last one ended. A
/// workspace that sleeps is let sleep: nothing grows there. The coroutines run on the io_context's
/// thread, the work on the node's thread for it.
class journal_keeper {
public:
  journal_keeper(node& at, asio::io_context& io, journal_keeper_options options)
      : node_{at}, terms_{options.terms}, rounds_{io, options.pause} {}

  void start();

  /// Tends them one after the other; one that falls asleep meanwhile is tended all the same. One
  /// that cannot be tended is told of in the log, once for as long as the cause stays the same, and
  /// tended again in the next round, then in the second one after that, the fourth, and so on, at
  /// last in every sixtieth.
  asio::awaitable<void> round();

  /// Lets what is under way end as soon as it can; does not wait for it. On the io_context's
  /// thread.
  void request_stop() { rounds_.request_stop(); }

  /// Ends what is under way; nothing of the node is used after it.
  asio::awaitable<void> stop() { return rounds_.stop(); }

private:
  /// Why a workspace could not be tended, how often by now, and when it is its turn again.
  struct setback {
    std::string why;
    unsigned failures = 0;
    unsigned rounds_to_wait = 0;
  };

  asio::awaitable<void> tend(storage::workspace_place at);
  std::vector<storage::workspace_place> awake() const;
  void drop_sleepers(const std::vector<storage::workspace_place>& awake);
  bool passes_by(const uuid& workspace);
  void set_back(const storage::workspace_place& at, const std::string& why);

  node& node_;
  const storage::maintenance_terms terms_;
  rounds rounds_;
  std::map<uuid, setback> failing_; ///< of those that were awake last time
};

}
