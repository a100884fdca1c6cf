// SPDX-License-Identifier: Apache-2.0
#include "http/node/schema_keeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace muniment::http {

void schema_keeper::start() {
  if (node_.schema_steps().empty()) return;
  asio::co_spawn(io_, keep(), asio::detached);
}

asio::awaitable<void> schema_keeper::keep() {
  const auto work = co_await at_work_->enter();
  while (!ending_.stop_requested()) {
    const bool finished = co_await round();
    if (finished) co_return;
    boost::system::error_code ended;
    timer_.expires_after(pause_);
    if (!ending_.stop_requested())
      co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  }
}

asio::awaitable<bool> schema_keeper::round() {
  auto follow = [&on = node_, stop = ending_.get_token()] {
    return storage::migrate_workspaces(on.connections(), on.hub_dsn(), on.schema_steps(), stop);
  };
  std::string why;
  try {
    const auto found = co_await node_.upkeep().run(std::move(follow));
    if (!found) co_return false;
    tell(*found);
    co_return found->finished();
  } catch (const std::exception& error) {
    why = error.what();
  }
  warn(why);
  co_return false;
}

void schema_keeper::tell(const storage::migration_report& of) {
  if (of.followed > 0) spdlog::info("{} workspaces took the steps of their schema", of.followed);
  if (of.failed > 0)
    warn(std::to_string(of.failed) + " workspaces lack steps of their schema, " + of.reason);
  if (of.finished()) spdlog::info("every workspace has the schema of this version");
}

void schema_keeper::warn(const std::string& why) {
  if (why != told_) spdlog::warn("the schemas of workspaces: {}", why);
  told_ = why;
}

asio::awaitable<void> schema_keeper::stop() {
  ending_.request_stop();
  timer_.cancel();
  co_await at_work_->enter();
}

}
