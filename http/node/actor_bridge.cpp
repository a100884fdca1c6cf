// SPDX-License-Identifier: Apache-2.0
#include "http/node/actor_bridge.hpp"

#include "http/server/arrival.hpp"

#include <boost/asio/this_coro.hpp>
#include <caf/actor_companion.hpp>
#include <caf/actor_system.hpp>
#include <caf/mailbox_element.hpp>

#include <mutex>
#include <unordered_map>

namespace muniment::http {

using answer_arrival = arrival<caf::message>;

/// The questions under way, by number.
class actor_bridge::pending {
public:
  std::uint64_t add(std::shared_ptr<answer_arrival> asker) {
    const std::lock_guard lock{mutex_};
    askers_.emplace(++last_, std::move(asker));
    return last_;
  }

  std::shared_ptr<answer_arrival> take(std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    const auto found = askers_.find(number);
    if (found == askers_.end()) return nullptr;
    auto asker = std::move(found->second);
    askers_.erase(found);
    return asker;
  }

private:
  std::mutex mutex_;
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<answer_arrival>> askers_;
};

actor_bridge::actor_bridge(caf::actor_system& system) : pending_{std::make_shared<pending>()} {
  const auto companion = system.spawn<caf::actor_companion>();
  auto* self = caf::actor_cast<caf::actor_companion*>(companion);
  // Runs on the thread of the actor that answers.
  self->on_enqueue([questions = pending_](caf::mailbox_element_ptr answer) {
    if (!answer->mid.is_response()) return;
    auto asker = questions->take(answer->mid.request_id().integer_value());
    if (asker) answer_arrival::deliver(std::move(asker), answer->move_content_to_message());
  });
  companion_ = caf::actor_cast<caf::strong_actor_ptr>(companion);
}

actor_bridge::~actor_bridge() = default;

asio::awaitable<std::optional<caf::message>>
actor_bridge::ask_message(caf::strong_actor_ptr target, std::chrono::milliseconds patience,
                          caf::message wish) {
  if (!target) co_return std::nullopt;
  const auto executor = co_await asio::this_coro::executor;
  const auto asker = std::make_shared<answer_arrival>(executor);
  const auto number = pending_->add(asker);
  target->get()->enqueue(companion_, caf::make_message_id(number), std::move(wish), nullptr);
  auto answer = co_await asker->wait(std::chrono::steady_clock::now() + patience);
  if (!answer) pending_->take(number);
  co_return answer;
}

}
