// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace muniment::http {

/// Tends the signing keys of the workspaces that are awake, every `pause`. A workspace that sleeps
/// is let sleep: its keys are tended when it wakes, before it signs. All on the io_context's
/// thread.
class signing_key_keeper {
public:
  signing_key_keeper(node& at, asio::io_context& io, std::chrono::milliseconds pause)
      : node_{at}, io_{io}, pause_{pause}, timer_{io} {}

  void start();

  /// Tends them one after the other where something is due. One that cannot be tended now is told
  /// of in the log, and rests for a while.
  asio::awaitable<void> round();

  /// Ends what is under way; nothing of the node is used after it.
  asio::awaitable<void> stop();

private:
  asio::awaitable<void> keep();

  node& node_;
  asio::io_context& io_;
  const std::chrono::milliseconds pause_;
  asio::steady_timer timer_;
  bool ending_ = false;
  std::shared_ptr<turnstile> at_work_ = std::make_shared<turnstile>();
};

}
