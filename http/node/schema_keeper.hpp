// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/node/rounds.hpp"
#include "storage/migration_round.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace muniment::http {

/// Lets the workspaces that sleep take the steps which their schema lacks, from the start of the
/// node on, so that the end of an update does not wait for the last of them to be woken: round
/// after round, until nobody lacks one; then who wakes need not look any more. The log tells how
/// far it came. The coroutines run on the io_context's thread, the work on the node's thread for
/// it.
class schema_keeper {
public:
  schema_keeper(node& at, asio::io_context& io, std::chrono::milliseconds pause)
      : node_{at}, rounds_{io, pause} {}

  void start();

  /// One round; a failed one is told of in the log, once for the same cause. Whether it was the
  /// last.
  asio::awaitable<bool> round();

  /// What is under way ends between two steps, and nothing is begun any more. Does not wait.
  void request_stop() { rounds_.request_stop(); }

  /// The same, and waits; nothing of the node is used after it.
  asio::awaitable<void> stop() { return rounds_.stop(); }

private:
  void tell(const storage::migration_report& of);
  void warn(const std::vector<std::string>& why);

  node& node_;
  rounds rounds_;
  std::vector<std::string> told_; ///< why it last failed
  bool elsewhere_told_ = false;
};

}
