// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "storage/journal_maintenance.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <string>

namespace muniment::http {

struct journal_keeper_options {
  std::chrono::milliseconds pause{60'000}; ///< between two rounds
  storage::maintenance_terms terms;
};

/// Keeps the tables of the workspaces that are awake from growing for ever
/// (storage/journal_maintenance.hpp), every `pause`. A workspace that sleeps is let sleep: nothing
/// grows there. The coroutines run on the io_context's thread, the work on the node's thread for
/// it.
class journal_keeper {
public:
  journal_keeper(node& at, asio::io_context& io, journal_keeper_options options)
      : node_{at}, io_{io}, options_{options}, timer_{io} {}

  void start();

  /// Tends them one after the other. One that cannot be tended is told of in the log, once for as
  /// long as the cause stays the same, and tended again in the next round.
  asio::awaitable<void> round();

  /// Ends what is under way; nothing of the node is used after it.
  asio::awaitable<void> stop();

private:
  asio::awaitable<void> keep();
  asio::awaitable<std::string> tend(storage::schema_name schema);

  node& node_;
  asio::io_context& io_;
  const journal_keeper_options options_;
  asio::steady_timer timer_;
  bool ending_ = false;
  std::map<uuid, std::string> failing_; ///< why, of those that were awake last time
  std::shared_ptr<turnstile> at_work_ = std::make_shared<turnstile>();
};

}
