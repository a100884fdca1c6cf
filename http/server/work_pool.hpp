// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/arrival.hpp"

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <variant>
#include <vector>

namespace muniment::http {

/// Threads for what a coroutine must not do itself: password hashes, signatures, blocking reads.
/// At most `waiting` errands wait; one more is turned away at once. Any thread.
class work_pool {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// `name` is that of the threads (at most 15 letters) and of the pool's figures.
  work_pool(std::string name, std::size_t threads, std::size_t waiting);

  /// Does what was accepted, then ends.
  ~work_pool();
  work_pool(const work_pool&) = delete;
  work_pool& operator=(const work_pool&) = delete;

  /// What `work()` returned, back on the caller's executor; nothing when the pool is full, or when
  /// no thread was free before `until`, after which nobody waits for it. What it throws is thrown
  /// here.
  template <class F>
  asio::awaitable<std::optional<std::invoke_result_t<F>>> run(F work, moment until = moment::max());

  /// False when the pool is full.
  bool offer(std::function<void()> errand);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t threads() const { return threads_.size(); }
  [[nodiscard]] std::size_t most_waiting() const { return most_waiting_; }
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t turned_away() const;

private:
  void serve();

  const std::string name_;
  const std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable offered_;
  std::deque<std::function<void()>> errands_;
  std::size_t turned_away_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

template <class F>
asio::awaitable<std::optional<std::invoke_result_t<F>>> work_pool::run(F work, moment until) {
  using result = std::invoke_result_t<F>;
  using outcome = std::variant<std::exception_ptr, std::optional<result>>;
  const auto executor = co_await asio::this_coro::executor;
  const auto done = std::make_shared<arrival<outcome>>(executor);
  const auto shared_work = std::make_shared<F>(std::move(work));
  std::function<void()> errand = [done, shared_work, until] {
    try {
      const bool late = until != moment::max() && std::chrono::steady_clock::now() >= until;
      done->deliver(late ? outcome{std::optional<result>{}}
                         : outcome{std::optional{(*shared_work)()}});
    } catch (...) {
      done->deliver(outcome{std::in_place_index<0>, std::current_exception()});
    }
  };
  if (!offer(std::move(errand))) co_return std::nullopt;
  auto arrived = co_await done->wait();
  if (!arrived) co_return std::nullopt;
  if (auto* thrown = std::get_if<0>(&*arrived)) std::rethrow_exception(*thrown);
  co_return std::move(std::get<1>(*arrived));
}

}
