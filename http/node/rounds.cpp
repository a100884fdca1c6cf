// SPDX-License-Identifier: Apache-2.0
#include "http/node/rounds.hpp"

#include "http/server/unowned.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace muniment::http {

void rounds::start(first_round when, round one) {
  asio::co_spawn(io_, keep(when, std::move(one)), unowned);
}

asio::awaitable<void> rounds::keep(first_round when, round one) {
  const auto work = co_await at_work_->enter();
  if (when == first_round::after_pause) co_await rest();
  while (!ending_.stop_requested()) {
    const bool more = co_await one();
    if (!more) co_return;
    co_await rest();
  }
}

/// A stop that is asked for while nobody rests yet must not be slept over.
asio::awaitable<void> rounds::rest() {
  if (ending_.stop_requested()) co_return;
  boost::system::error_code ended;
  timer_.expires_after(pause_);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
}

void rounds::request_stop() {
  ending_.request_stop();
  timer_.cancel();
}

asio::awaitable<void> rounds::stop() {
  request_stop();
  co_await at_work_->enter();
}

}
