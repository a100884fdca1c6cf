// SPDX-License-Identifier: Apache-2.0
#include "http/admin/wait_for_event.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muniment::http {
namespace {

constexpr std::chrono::milliseconds between_looks{100};

}

asio::awaitable<void> wait_for_event(std::shared_ptr<workspace> at, std::uint64_t position,
                                     std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  asio::steady_timer pause{co_await asio::this_coro::executor};
  for (;;) {
    const auto now = co_await at->status();
    if (now.head > position || std::chrono::steady_clock::now() >= until) co_return;
    pause.expires_after(between_looks);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}
