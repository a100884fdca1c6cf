// SPDX-License-Identifier: Apache-2.0
#include "http/node/journal_keeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace muniment::http {

void journal_keeper::start() { asio::co_spawn(io_, keep(), asio::detached); }

asio::awaitable<void> journal_keeper::keep() {
  const auto work = co_await at_work_->enter();
  while (!ending_) {
    boost::system::error_code ended;
    timer_.expires_after(options_.pause);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    if (!ending_) co_await round();
  }
}

asio::awaitable<void> journal_keeper::round() {
  std::map<uuid, std::string> failing;
  const auto awake = node_.workspaces().awake();
  for (const auto& each : awake) {
    if (ending_) co_return;
    auto why = co_await tend(each->place().schema);
    if (why.empty()) continue;
    const auto& id = each->place().id;
    if (const auto told = failing_.find(id); told == failing_.end() || told->second != why)
      spdlog::warn("the journal of {} was not tended: {}", each->place().schema.text(), why);
    failing.emplace(id, std::move(why));
  }
  failing_ = std::move(failing);
}

/// Why it could not be; empty when it was.
asio::awaitable<std::string> journal_keeper::tend(storage::schema_name schema) {
  auto work = [&on = node_, schema, terms = options_.terms] {
    return storage::maintain(on.connections(), schema, terms);
  };
  std::string why;
  try {
    const auto done = co_await node_.upkeep().run(std::move(work));
    if (done && done->rotated) spdlog::info("{} has another traffic partition", schema.text());
  } catch (const std::exception& error) {
    why = error.what();
  }
  co_return why;
}

asio::awaitable<void> journal_keeper::stop() {
  ending_ = true;
  timer_.cancel();
  co_await at_work_->enter();
}

}
