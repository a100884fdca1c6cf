// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"

#include <caf/typed_response_promise.hpp>

#include <map>
#include <utility>

namespace muniment {

/// Those who wait until a projection reaches a position, the nearest first.
class waiting_room {
public:
  using promise = caf::typed_response_promise<wait_reply>;

  void add(std::uint64_t position, std::uint64_t number, promise waiter) {
    waiters_.emplace(std::pair{position, number}, std::move(waiter));
  }

  /// Answers all who wait for no more than `position`.
  void reached(std::uint64_t position) {
    while (!waiters_.empty() && waiters_.begin()->first.first <= position)
      answer(waiters_.begin(), {wait_verdict::reached, position});
  }

  /// Answers one, if it still waits.
  void late(std::uint64_t wanted, std::uint64_t number, std::uint64_t position) {
    const auto found = waiters_.find({wanted, number});
    if (found != waiters_.end()) answer(found, {wait_verdict::late, position});
  }

  /// Answers all.
  void parked(std::uint64_t position) {
    while (!waiters_.empty())
      answer(waiters_.begin(), {wait_verdict::parked, position});
  }

  /// Whether anybody waits for no more than `position`.
  [[nodiscard]] bool waits_for(std::uint64_t position) const {
    return !waiters_.empty() && waiters_.begin()->first.first <= position;
  }

  [[nodiscard]] std::size_t size() const { return waiters_.size(); }

private:
  using waiters = std::map<std::pair<std::uint64_t, std::uint64_t>, promise>;

  void answer(waiters::iterator at, const wait_reply& reply) {
    auto waiter = std::move(at->second);
    waiters_.erase(at);
    waiter.deliver(reply);
  }

  waiters waiters_;
};

}
