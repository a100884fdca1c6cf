// SPDX-License-Identifier: Apache-2.0
#include "http/node/signing_key_keeper.hpp"

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

void signing_key_keeper::start() {
  rounds_.start(first_round::after_pause, [this]() -> asio::awaitable<bool> {
    co_await round();
    co_return true;
  });
}

asio::awaitable<void> signing_key_keeper::round() {
  const auto awake = node_.workspaces().awake();
  for (const auto& each : awake)
    if (!rounds_.stopping().stop_requested() && each->keys_are_due()) co_await tend(each);
}

}
