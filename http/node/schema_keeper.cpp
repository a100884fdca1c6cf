// SPDX-License-Identifier: Apache-2.0
#include "http/node/schema_keeper.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace muniment::http {

void schema_keeper::start() {
  rounds_.start(first_round::at_once, [this]() -> asio::awaitable<bool> {
    const bool last = co_await round();
    co_return !last;
  });
}

asio::awaitable<bool> schema_keeper::round() {
  auto follow = [&on = node_, stop = rounds_.stopping()] {
    return storage::migrate_workspaces(on.connections(), on.hub_dsn(), on.schema_steps(), stop);
  };
  std::string why;
  try {
    const auto found = co_await node_.upkeep().run(std::move(follow));
    if (!found) co_return false;
    tell(*found);
    if (found->finished()) node_.services().schemas->complete = true;
    co_return found->finished();
  } catch (const std::exception& error) {
    why = error.what();
  }
  warn({why});
  co_return false;
}

void schema_keeper::tell(const storage::migration_report& of) {
  if (!of.begun && !std::exchange(elsewhere_told_, true))
    spdlog::info("another node lets the workspaces take the steps of their schema");
  if (of.followed > 0) spdlog::info("{} workspaces took the steps of their schema", of.followed);
  auto why = of.reasons;
  if (of.failed > why.size())
    why.push_back(std::to_string(of.failed - why.size()) + " more lack a step");
  warn(why);
  if (of.finished()) spdlog::info("every workspace has the schema of this version");
}

void schema_keeper::warn(const std::vector<std::string>& why) {
  for (const auto& each : why)
    if (std::ranges::find(told_, each) == told_.end())
      spdlog::warn("the schemas of workspaces: {}", each);
  told_ = why;
}

}
