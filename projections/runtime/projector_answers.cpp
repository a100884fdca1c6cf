// SPDX-License-Identifier: Apache-2.0
// What others ask of a projector: to wait, to tell, to mend, to make way.
#include "projections/runtime/projector.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment {

/// The answer to who need not wait.
std::optional<wait_reply> projector_state::known(const track& each, const wait_request& wanted) {
  const auto reached = wanted.persisted ? each.in_table_to() : each.folded;
  if (each.phase != projection_phase::opening) {
    if (reached >= wanted.position) return wait_reply{wait_verdict::reached, reached};
    if (wanted.position > head_) return wait_reply{wait_verdict::beyond_head, head_};
  }
  if (each.phase == projection_phase::parked) return wait_reply{wait_verdict::parked, reached};
  if (each.in_memory.size() + each.in_table.size() >= options_->limits.waiters)
    return wait_reply{wait_verdict::crowded, reached};
  return std::nullopt;
}

void projector_state::wait(const wait_request& wanted, waiting_room::promise promise) {
  auto* each = find(wanted.projection);
  const auto answer = each ? known(*each, wanted) : wait_reply{wait_verdict::no_such_projection, 0};
  if (answer) {
    promise.deliver(*answer);
    return;
  }
  const auto number = ++numbers_;
  (wanted.persisted ? each->in_table : each->in_memory).add(wanted.position, number, promise);
  self_->delayed_send(self_, wanted.patience, expire_atom::value,
                      static_cast<std::uint64_t>(each - tracks_.data()), wanted.position, number);
  if (wanted.persisted) persist(*each);
}

void projector_state::expire(std::uint64_t projection, std::uint64_t position,
                             std::uint64_t number) {
  auto& each = tracks_.at(projection);
  each.in_memory.late(position, number, each.folded);
  each.in_table.late(position, number, each.persisted.position);
}

status_reply projector_state::status() const {
  status_reply reply{head_, full_, {}};
  for (const auto& each : tracks_) {
    const bool parked = each.phase == projection_phase::parked;
    reply.projections.push_back({std::string{each.fold->name()}, each.phase, each.folded,
                                 each.persisted.position, parked ? each.parked.position : 0,
                                 parked ? each.parked.reason : std::string{}});
  }
  return reply;
}

bool projector_state::repair(const std::string& projection) {
  auto* each = find(projection);
  if (!each) return false;
  if (each->phase != projection_phase::parked) return true;
  // What was kept in memory may be what was wrong.
  recent_.emplace(options_->limits.recent_events, options_->limits.recent_octets);
  if (each->unsound) {
    open(*each);
  } else {
    each->phase = projection_phase::folding;
    pump();
  }
  return true;
}

void projector_state::hold(const std::string& projection,
                           caf::typed_response_promise<hold_reply> promise) {
  auto* each = find(projection);
  if (!each || each->phase == projection_phase::opening) {
    promise.deliver(hold_reply{});
    return;
  }
  each->phase = projection_phase::held;
  each->holders.push_back(std::move(promise));
  self_->delayed_send(self_, options_->limits.longest_hold, release_atom::value,
                      static_cast<std::uint64_t>(each - tracks_.data()), ++each->holds);
  quiet(*each);
}

/// What waits until nothing of a projection is under way any more.
void projector_state::quiet(track& each) {
  if (each.loading || each.opening || each.writing) return;
  for (auto& holder : std::exchange(each.holders, {}))
    holder.deliver(hold_reply{each.phase == projection_phase::held, each.folded});
  if (std::exchange(each.reload_wanted, false)) open(each);
}

bool projector_state::reload(const std::string& projection) {
  auto* each = find(projection);
  if (!each) return false;
  each->reload_wanted = true;
  quiet(*each);
  return true;
}

void projector_state::release(std::uint64_t projection, std::uint64_t hold) {
  auto& each = tracks_.at(projection);
  if (each.phase != projection_phase::held || each.holds != hold) return;
  spdlog::warn("projection {} was held too long and folds on", each.fold->name());
  if (each.unsound) return open(each);
  each.phase = projection_phase::folding;
  pump();
}

}
