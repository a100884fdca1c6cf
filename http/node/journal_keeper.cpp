// SPDX-License-Identifier: Apache-2.0
#include "http/node/journal_keeper.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment::http {

namespace {

/// 1, 2, 4 and so on: nobody waits for longer than an hour of rounds.
unsigned rounds_after(unsigned failures) {
  constexpr unsigned most = 60, doublings = 6;
  return std::min(1U << std::min(failures - 1, doublings), most);
}

}

void journal_keeper::start() {
  rounds_.start(first_round::after_pause, [this]() -> asio::awaitable<bool> {
    co_await round();
    co_return true;
  });
}

asio::awaitable<void> journal_keeper::round() {
  const auto places = awake();
  drop_sleepers(places);
  for (const auto& each : places) {
    if (rounds_.stopping().stop_requested()) co_return;
    if (!passes_by(each.id)) co_await tend(each);
  }
}

/// Their places alone: whoever holds a workspace over a round keeps it from going to sleep.
std::vector<storage::workspace_place> journal_keeper::awake() const {
  std::vector<storage::workspace_place> places;
  for (const auto& each : node_.workspaces().awake())
    places.push_back(each->place());
  return places;
}

void journal_keeper::drop_sleepers(const std::vector<storage::workspace_place>& awake) {
  std::map<uuid, setback> kept;
  for (const auto& each : awake)
    if (auto found = failing_.extract(each.id)) kept.insert(std::move(found));
  failing_ = std::move(kept);
}

/// Whether it is to wait for a later round than this one; counts this one.
bool journal_keeper::passes_by(const uuid& workspace) {
  const auto found = failing_.find(workspace);
  if (found == failing_.end()) return false;
  auto& waits = found->second.rounds_to_wait;
  if (waits > 0) --waits;
  return waits > 0;
}

asio::awaitable<void> journal_keeper::tend(storage::workspace_place at) {
  auto work = [&on = node_, schema = at.schema, terms = terms_, stop = rounds_.stopping()] {
    return storage::maintain(on.connections(), schema, terms, stop);
  };
  std::string why;
  try {
    const auto done = co_await node_.upkeep().run(std::move(work));
    // Turned away, it was neither tended nor is anything wrong with it.
    if (!done) co_return;
    failing_.erase(at.id);
    if (done->rotated) spdlog::info("{} has another traffic partition", at.schema.text());
    co_return;
  } catch (const std::exception& error) {
    why = error.what();
  }
  set_back(at, why);
}

void journal_keeper::set_back(const storage::workspace_place& at, const std::string& why) {
  auto& of = failing_[at.id];
  if (of.failures == 0 || of.why != why)
    spdlog::warn("the journal of {} was not tended: {}", at.schema.text(), why);
  of.why = why;
  of.rounds_to_wait = rounds_after(++of.failures);
}

}
