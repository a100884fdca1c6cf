// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/message.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace muniment::http {

namespace asio = boost::asio;

/// How coroutines ask actors. The coroutine's executor is serial and outlives the actor system,
/// because an answering actor still posts to it while it ends. Any thread.
class actor_bridge {
public:
  explicit actor_bridge(caf::actor_system& system);
  ~actor_bridge();
  actor_bridge(const actor_bridge&) = delete;
  actor_bridge& operator=(const actor_bridge&) = delete;

  /// The answer; nothing when none came within `patience`, the actor is gone, or it failed.
  template <class Reply, class Target, class... Args>
  asio::awaitable<std::optional<Reply>> ask(Target target, std::chrono::milliseconds patience,
                                            Args... args) {
    auto wish = caf::make_message(std::move(args)...);
    const auto to = caf::actor_cast<caf::strong_actor_ptr>(target);
    auto answer = co_await ask_message(to, patience, std::move(wish));
    if (!answer || !answer->template match_elements<Reply>()) co_return std::nullopt;
    co_return answer->template get_as<Reply>(0);
  }

private:
  class pending;

  asio::awaitable<std::optional<caf::message>>
  ask_message(caf::strong_actor_ptr target, std::chrono::milliseconds patience, caf::message wish);

  std::shared_ptr<pending> pending_;
  caf::strong_actor_ptr companion_;
};

}
