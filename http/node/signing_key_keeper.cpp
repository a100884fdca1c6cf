// SPDX-License-Identifier: Apache-2.0
#include "http/node/signing_key_keeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace muniment::http {

namespace {

asio::awaitable<void> tend(std::shared_ptr<workspace> at) {
  std::string why;
  auto from = by_policy();
  std::string all_of_them;
  try {
    co_await at->tend_keys(std::move(from), std::move(all_of_them));
    co_return;
  } catch (const std::exception& error) {
    why = error.what();
  }
  at->rest_keys();
  spdlog::warn("the signing keys of {} were not tended: {}", at->place().schema.text(), why);
}

}

void signing_key_keeper::start() { asio::co_spawn(io_, keep(), asio::detached); }

asio::awaitable<void> signing_key_keeper::keep() {
  const auto work = co_await at_work_->enter();
  while (!ending_) {
    boost::system::error_code ended;
    timer_.expires_after(pause_);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    co_await round();
  }
}

asio::awaitable<void> signing_key_keeper::round() {
  const auto awake = node_.workspaces().awake();
  for (const auto& each : awake)
    if (!ending_ && each->keys_are_due()) co_await tend(each);
}

asio::awaitable<void> signing_key_keeper::stop() {
  ending_ = true;
  timer_.cancel();
  co_await at_work_->enter();
}

}
