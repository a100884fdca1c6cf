// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/turnstile.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace muniment::http {

enum class first_round : unsigned char { at_once, after_pause };

/// Work beside the requests that is done round after round, each `pause` after the last one ended.
/// All on the io_context's thread.
class rounds {
public:
  /// One round; whether another one is to follow. Handles its own errors.
  using round = std::function<asio::awaitable<bool>()>;

  rounds(asio::io_context& io, std::chrono::milliseconds pause)
      : io_{io}, pause_{pause}, timer_{io} {}

  /// Once.
  void start(first_round when, round one);

  /// For what is under way: whether it is to end as soon as it can.
  [[nodiscard]] std::stop_token stopping() const { return ending_.get_token(); }

  /// No round begins any more. Does not wait for the one that is under way.
  void request_stop();

  /// The same, and waits for it.
  asio::awaitable<void> stop();

private:
  asio::awaitable<void> keep(first_round when, round one);
  asio::awaitable<void> rest();

  asio::io_context& io_;
  const std::chrono::milliseconds pause_;
  asio::steady_timer timer_;
  std::stop_source ending_;
  std::shared_ptr<turnstile> at_work_ = std::make_shared<turnstile>();
};

}
