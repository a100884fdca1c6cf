// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace muniment::http {

namespace asio = boost::asio;

/// Something that arrives once, from any thread, for one coroutine. The coroutine's executor is
/// serial (one thread, or a strand) and there until that was delivered.
template <class T>
class arrival : public std::enable_shared_from_this<arrival<T>> {
public:
  using moment = std::chrono::steady_clock::time_point;

  explicit arrival(const asio::any_io_executor& executor) : executor_{executor}, alarm_{executor} {}

  /// At once on the executor's own thread: what was delivered by then is not waited for. The share
  /// of who delivers goes along: the alarm is freed there too, or the executor might be gone by
  /// then.
  static void deliver(std::shared_ptr<arrival> to, T value) {
    const auto executor = to->executor_;
    asio::dispatch(executor, [to = std::move(to), value = std::move(value)]() mutable {
      to->value_ = std::move(value);
      to->alarm_.cancel();
    });
  }

  /// What arrived; nothing when `until` came first. Call it once, and again only after nothing.
  asio::awaitable<std::optional<T>> wait(moment until = moment::max()) {
    const auto self = this->shared_from_this();
    alarm_.expires_at(until);
    while (!value_ && std::chrono::steady_clock::now() < until) {
      boost::system::error_code cancelled;
      co_await alarm_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
    co_return std::move(value_);
  }

private:
  asio::any_io_executor executor_;
  asio::steady_timer alarm_;
  std::optional<T> value_;
};

}
