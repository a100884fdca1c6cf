// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/lease_keeper.hpp"

#include "storage/failure.hpp"

#include <caf/send.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

namespace muniment {

namespace {

constexpr std::size_t most_at_once = 1'000;

/// Nodes that were started together must not all ask at the same moment.
std::chrono::milliseconds around(std::chrono::milliseconds pause) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_real_distribution<double> factor{0.9, 1.1};
  return std::chrono::milliseconds{
      static_cast<std::int64_t>(static_cast<double>(pause.count()) * factor(random))};
}

std::string whose(const storage::lease& held) {
  return "node " + to_string(held.node) + " on host " + held.host + " serves it since " +
         held.since;
}

}

void lease_keeper_state::start(lease_keeper_pointer self, lease_keeper_options options) {
  self_ = self;
  options_ = std::move(options);
  leases_.emplace(options_.hub_dsn, options_.node, options_.host, options_.terms);
  self_->set_down_handler([this](const caf::down_msg& down) { lost(down); });
  self_->set_exit_handler([this](const caf::exit_msg& exit) {
    end();
    self_->quit(exit.reason);
  });
  self_->send(self_, renew_atom::value);
}

void lease_keeper_state::take(const uuid& workspace, caf::actor_addr by,
                              caf::typed_response_promise<lease_reply> promise) {
  waiting_.push_back({workspace, std::move(by), std::move(promise)});
  poke();
}

void lease_keeper_state::give_back(const uuid& workspace) {
  const auto held = holders_.find(workspace);
  if (held == holders_.end() || held->second != self_->current_sender()) return;
  self_->demonitor(held->second);
  holders_.erase(held);
  returning_.insert(workspace);
  poke();
}

void lease_keeper_state::poke() {
  if (!std::exchange(poked_, true)) self_->send(self_, gather_atom::value);
}

void lease_keeper_state::lost(const caf::down_msg& down) {
  std::erase_if(holders_, [&](const auto& each) {
    const bool gone = each.second == down.source;
    if (gone) returning_.insert(each.first);
    return gone;
  });
  poke();
}

void lease_keeper_state::work() {
  poked_ = false;
  if (auto batch = next_batch(); !batch.empty()) serve(batch);
  return_some();
}

lease_keeper_state::batch lease_keeper_state::next_batch() {
  if (waiting_.size() <= most_at_once) return std::exchange(waiting_, {});
  const auto end = waiting_.begin() + most_at_once;
  batch first{std::move_iterator{waiting_.begin()}, std::move_iterator{end}};
  waiting_.erase(waiting_.begin(), end);
  poke();
  return first;
}

void lease_keeper_state::serve(batch& asking) {
  std::vector<uuid> wanted;
  std::ranges::transform(asking, std::back_inserter(wanted), &waiting::workspace);
  std::vector<storage::lease> found;
  const auto fault = keep(wanted, found);
  for (auto& each : asking) {
    if (!fault) {
      answer(each, found);
      continue;
    }
    // What was lost may have taken it.
    if (!holders_.contains(each.workspace)) returning_.insert(each.workspace);
    each.promise.deliver(lease_reply{0, false, *fault});
  }
}

std::optional<std::string> lease_keeper_state::keep(std::span<const uuid> workspaces,
                                                    std::vector<storage::lease>& found) {
  const auto asked = boot_clock::now();
  try {
    auto kept = leases_->keep(workspaces);
    if (kept.anew) begin_term();
    options_.term->extend(number_, asked + options_.terms.term - options_.terms.skew);
    found = std::move(kept.asked);
    note(std::nullopt);
    return std::nullopt;
  } catch (const storage::failure& error) {
    note(error.what());
    return error.what();
  }
}

void lease_keeper_state::begin_term() {
  if (number_ > 0)
    spdlog::warn("the term of this node ended before it was extended; its {} workspaces are let go",
                 holders_.size());
  ++number_;
  for (const auto& [workspace, holder] : std::exchange(holders_, {})) {
    self_->demonitor(holder);
    if (const auto to = caf::actor_cast<caf::actor>(holder)) caf::anon_send(to, lapse_atom::value);
  }
}

void lease_keeper_state::answer(waiting& each, const std::vector<storage::lease>& found) {
  const auto held = std::ranges::find(found, each.workspace, &storage::lease::workspace);
  if (held == found.end()) {
    each.promise.deliver(lease_reply{0, false, "there is no such workspace"});
  } else if (held->node != options_.node) {
    each.promise.deliver(lease_reply{0, true, whose(*held)});
  } else {
    returning_.erase(each.workspace);
    auto& holder = holders_[each.workspace];
    if (holder != each.by) self_->monitor(each.by);
    holder = each.by;
    each.promise.deliver(lease_reply{number_, false, {}});
  }
}

/// What fails here is tried again with the next extension.
void lease_keeper_state::return_some() {
  if (returning_.empty()) return;
  const std::vector<uuid> back{returning_.begin(), returning_.end()};
  try {
    leases_->give_back(back);
    returning_.clear();
  } catch (const storage::failure& error) {
    note(error.what());
  }
}

void lease_keeper_state::renew() {
  std::vector<storage::lease> none;
  const auto fault = keep({}, none);
  if (!fault) return_some();
  self_->delayed_send(self_, around(options_.terms.term / (fault ? 12 : 3)), renew_atom::value);
}

/// Once for a spell of failures, and once when it is over.
void lease_keeper_state::note(const std::optional<std::string>& fault) {
  if (fault.has_value() == failing_) return;
  failing_ = fault.has_value();
  if (fault)
    spdlog::warn("the leases of this node cannot be kept: {}", *fault);
  else
    spdlog::info("the leases of this node are kept again");
}

void lease_keeper_state::end() {
  options_.term->extend(0, {});
  try {
    leases_->end();
  } catch (const storage::failure& error) {
    spdlog::warn("the term of this node stays until it is over: {}", error.what());
  }
}

lease_keeper_actor::behavior_type lease_keeper(lease_keeper_pointer self,
                                               lease_keeper_options options) {
  self->state.start(self, std::move(options));
  return {
      [self](const lease_request& wanted) {
        // The promise takes the sender away.
        auto by = caf::actor_cast<caf::actor_addr>(self->current_sender());
        auto promise = self->make_response_promise<lease_reply>();
        self->state.take(wanted.workspace, std::move(by), promise);
        return promise;
      },
      [self](give_back_atom, const lease_request& held) { self->state.give_back(held.workspace); },
      [self](gather_atom) { self->state.work(); }, [self](renew_atom) { self->state.renew(); }};
}

}
