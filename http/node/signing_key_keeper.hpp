// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/node/rounds.hpp"

#include <chrono>

namespace muniment::http {

/// Tends the signing keys of the workspaces that are awake, every `pause`. A workspace that sleeps
/// is let sleep: its keys are tended when it wakes, before it signs. All on the io_context's
/// thread.
class signing_key_keeper {
public:
  signing_key_keeper(node& at, asio::io_context& io, std::chrono::milliseconds pause)
      : node_{at}, rounds_{io, pause} {}

  void start();

  /// Tends them one after the other where something is due. One that cannot be tended now is told
  /// of in the log, and rests for a while.
  asio::awaitable<void> round();

  /// Ends what is under way; nothing of the node is used after it.
  asio::awaitable<void> stop() { return rounds_.stop(); }

private:
  node& node_;
  rounds rounds_;
};

}
