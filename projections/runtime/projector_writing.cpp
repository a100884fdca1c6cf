// SPDX-License-Identifier: Apache-2.0
// The projector's way into the tables: when it writes, how long it lingers, and when it is full.
#include "projections/runtime/projector_ask.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment {

void projector_state::linger() {
  if (std::exchange(lingering_, true)) return;
  self_->delayed_send(self_, options_->limits.linger, persist_atom::value);
}

/// A checkpoint alone follows now and then: replaying events that change nothing is cheap.
bool projector_state::worth_writing(const track& each) const {
  return each.fold->changed() ||
         each.folded - each.persisted.position >= options_->limits.idle_events;
}

void projector_state::persist_changed() {
  lingering_ = false;
  for (auto& each : tracks_)
    if (worth_writing(each)) persist(each);
}

void projector_state::persist(track& each) {
  const bool stands =
      each.phase == projection_phase::opening || each.phase == projection_phase::held;
  if (stands || each.writing || each.unsound) return;
  if (each.folded == each.persisted.position) return;
  each.writing = true;
  auto writing = each.fold->persist(each.persisted, each.folded);
  ask(
      writing.work,
      [this, &each, writing] {
        each.writing = false;
        persisted(each, *writing.result);
      },
      [this, &each](const std::string& why) {
        each.writing = false;
        each.unsound = true;
        park(each, {each.persisted.position + 1, "its rows cannot be written: " + why});
      },
      [this, &each] {
        each.writing = false;
        quiet(each);
        linger();
      });
}

void projector_state::persisted(track& each, std::optional<storage::checkpoint> at) {
  if (!at) {
    spdlog::warn("projection {} of {}: its checkpoint was moved by somebody else",
                 each.fold->name(), options_->schema.text());
    return open(each);
  }
  each.persisted = *at;
  each.fold->settle(*at);
  tell_waiting(each);
  quiet(each);
  if (each.in_table.size() > 0)
    persist(each);
  else if (worth_writing(each))
    linger();
  pump();
}

void projector_state::measure_pressure() {
  const auto blocked = [](const track& each) {
    return each.phase == projection_phase::folding && each.fold->full();
  };
  const bool now = std::ranges::any_of(tracks_, blocked);
  if (now)
    for (auto& each : tracks_)
      if (each.fold->changed()) persist(each);
  // Others of the node may hold the budget: then nothing of ours will tell when it is free.
  if (now && std::ranges::none_of(tracks_, &track::writing)) pause();
  if (now != std::exchange(full_, now)) options_->pressure(now);
}

void projector_state::pause() {
  if (std::exchange(pausing_, true)) return;
  pause_ = std::clamp(pause_ * 2, options_->limits.first_pause, options_->limits.longest_pause);
  paused_until_ = self_->clock().now() + pause_;
  self_->delayed_send(self_, pause_, retry_atom::value);
}

/// The end of a pause that was ended before its time is told of too, and does not end the next one.
void projector_state::retry() {
  if (self_->clock().now() >= paused_until_) resume();
}

/// The database was reached: nobody who waits is to pay for that it could not be.
void projector_state::go_on() {
  pause_ = {};
  resume();
}

void projector_state::resume() {
  if (!std::exchange(pausing_, false)) return;
  for (auto& each : tracks_)
    if (each.phase == projection_phase::opening) open(each);
  pump();
}

}
