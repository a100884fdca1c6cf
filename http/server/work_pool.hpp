// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/arrival.hpp"

#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
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

  /// What `work()` returned, back on the caller's executor; nothing when the pool is full, or at
  /// `until` when no thread has begun it: then none does, and what it holds is freed, with its
  /// place among those that wait. What has begun is waited for. What it throws is thrown here.
  template <class F>
  asio::awaitable<std::optional<std::invoke_result_t<F>>> run(F work, moment until = moment::max());

  /// False when the pool is full.
  bool offer(std::function<void()> errand) {
    return offer(std::make_shared<std::function<void()>>(std::move(errand)));
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t threads() const { return threads_.size(); }
  [[nodiscard]] std::size_t most_waiting() const { return most_waiting_; }
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t turned_away() const;

private:
  using errand_ptr = std::shared_ptr<std::function<void()>>;

  bool offer(errand_ptr errand);
  void take_back(const errand_ptr& errand);
  void serve();

  const std::string name_;
  const std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable offered_;
  std::deque<errand_ptr> errands_;
  std::size_t turned_away_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

/// Work that a thread begins or that who offered it gives up: whoever claims it first.
template <class F>
class offered_work {
public:
  using result = std::invoke_result_t<F>;
  using outcome = std::variant<std::exception_ptr, result>;
  using outcome_arrival = arrival<outcome>;

  offered_work(F work, std::shared_ptr<outcome_arrival> done)
      : work_{std::move(work)}, done_{std::move(done)} {}

  /// True once, for one of both. Any thread.
  bool claim() { return !claimed_.exchange(true); }

  /// Does the work and delivers what came of it; what the work held is freed before. For the thread
  /// that claimed it, which keeps nothing of who waits.
  void perform() {
    auto told = outcome_of(*work_);
    work_.reset();
    outcome_arrival::deliver(std::move(done_), std::move(told));
  }

  /// Frees what the work holds; for who offered it and claimed it.
  void give_up() {
    work_.reset();
    done_.reset();
  }

private:
  static outcome outcome_of(F& work) {
    try {
      return outcome{std::in_place_index<1>, work()};
    } catch (...) {
      return outcome{std::in_place_index<0>, std::current_exception()};
    }
  }

  std::atomic<bool> claimed_ = false;
  std::optional<F> work_;
  std::shared_ptr<outcome_arrival> done_;
};

template <class F>
asio::awaitable<std::optional<std::invoke_result_t<F>>> work_pool::run(F work, moment until) {
  using offered_kind = offered_work<F>;
  const auto executor = co_await asio::this_coro::executor;
  const auto done = std::make_shared<typename offered_kind::outcome_arrival>(executor);
  const auto offered = std::make_shared<offered_kind>(std::move(work), done);
  const auto errand = std::make_shared<std::function<void()>>([offered, until] {
    if (std::chrono::steady_clock::now() < until && offered->claim()) offered->perform();
  });
  if (!offer(errand)) co_return std::nullopt;
  auto arrived = co_await done->wait(until);
  if (!arrived && offered->claim()) {
    take_back(errand);
    offered->give_up();
    co_return std::nullopt;
  }
  // A thread began it in time, and time is over: it is waited for, however long it takes.
  if (!arrived) arrived = co_await done->wait();
  if (auto* thrown = std::get_if<0>(&*arrived)) std::rethrow_exception(*thrown);
  co_return std::move(std::get<1>(*arrived));
}

}
