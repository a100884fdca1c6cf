// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/arrival.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace muniment::http {

/// Lets one coroutine through at a time. All of them run on one serial executor, which outlives
/// what `enter` gives.
class turnstile : public std::enable_shared_from_this<turnstile> {
public:
  /// Waits for its turn, which lasts as long as what is returned. Whoever has it ends in bounded
  /// time.
  asio::awaitable<std::shared_ptr<void>> enter() {
    const auto executor = co_await asio::this_coro::executor;
    const auto self = shared_from_this();
    while (taken_) {
      const auto turn = std::make_shared<arrival<bool>>(executor);
      waiting_.push_back(turn);
      co_await turn->wait();
    }
    taken_ = true;
    auto leaving = [self](void*) { self->leave(); };
    std::shared_ptr<void> turn{nullptr, std::move(leaving)};
    co_return turn;
  }

private:
  /// All who wait look again: one of them may be gone, and a newcomer faster.
  void leave() {
    taken_ = false;
    for (const auto& each : std::exchange(waiting_, {}))
      arrival<bool>::deliver(each, true);
  }

  bool taken_ = false;
  std::vector<std::shared_ptr<arrival<bool>>> waiting_;
};

}
