// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "storage/migration_round.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <stop_token>
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
      : node_{at}, io_{io}, pause_{pause}, timer_{io} {}

  void start();

  /// One round; a failed one is told of in the log, once for the same cause. Whether it was the
  /// last.
  asio::awaitable<bool> round();

  /// What is under way ends between two steps, and nothing is begun any more. Does not wait.
  void request_stop();

  /// The same, and waits; nothing of the node is used after it.
  asio::awaitable<void> stop();

private:
  asio::awaitable<void> keep();
  void tell(const storage::migration_report& of);
  void warn(const std::vector<std::string>& why);

  node& node_;
  asio::io_context& io_;
  const std::chrono::milliseconds pause_;
  asio::steady_timer timer_;
  std::stop_source ending_;
  std::vector<std::string> told_; ///< why it last failed
  bool elsewhere_told_ = false;
  std::shared_ptr<turnstile> at_work_ = std::make_shared<turnstile>();
};

}
