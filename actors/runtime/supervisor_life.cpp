// SPDX-License-Identifier: Apache-2.0
// How a supervisor wakes its workspace, raises it anew, and lets it sleep.
#include "actors/runtime/supervisor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace muniment {

void supervisor_state::show(std::uint64_t term) {
  if (options_->presence) options_->presence->term = term;
}

void supervisor_state::wake() {
  if (phase_ == phase::asleep) phase_ = phase::waking;
  wake_awaits_ends_ = !ending_.empty();
  if (wake_awaits_ends_) return;
  if (!options_->leases) return follow_schema();
  self_->request(options_->leases, caf::infinite, lease_request{options_->schema.workspace()})
      .then([this](const lease_reply& reply) { leased(reply); },
            [this](const caf::error&) {
              leased({0, false, "the lease keeper is gone"});
            });
}

void supervisor_state::leased(const lease_reply& reply) {
  elsewhere_ = reply.elsewhere;
  hold_lease(reply.term);
  if (reply.term == 0) return not_woken(reply.reason);
  follow_schema();
}

void supervisor_state::hold_lease(std::uint64_t term) {
  lease_ = term;
  if (options_->presence) options_->presence->lease = term;
}

void supervisor_state::follow_schema() {
  if (!options_->migrator || (options_->schemas && options_->schemas->complete))
    return open_journal();
  const migrate_request wanted{options_->schema, options_->clock() + options_->limits.waking};
  self_
      ->request(options_->migrator, caf::infinite,
                migrate_ptr{std::make_shared<migrate_request>(wanted)})
      .then([this](const migrate_reply& reply) { followed(reply); },
            [this](const caf::error&) {
              followed({false, "the migrator is gone"});
            });
}

void supervisor_state::followed(const migrate_reply& reply) {
  if (options_->leases && lease_ == 0) return not_woken("its lease ended while it woke");
  if (!reply.done) return not_woken(reply.reason);
  open_journal();
}

void supervisor_state::open_journal() {
  const wake_request wanted{options_->schema, options_->clock() + options_->limits.waking};
  self_
      ->request(options_->archivist, caf::infinite,
                wake_ptr{std::make_shared<wake_request>(wanted)})
      .then([this](const wake_reply& reply) { woken(reply); },
            [this](const caf::error&) {
              woken({nullptr, "the archivist is gone"});
            });
}

void supervisor_state::woken(const wake_reply& reply) {
  if (options_->leases && lease_ == 0) return not_woken("its lease ended while it woke");
  if (!reply.cursor) return not_woken(reply.reason);
  told_.clear();
  stand_up(*reply.cursor);
}

/// Said once: it is tried again for as long as somebody asks.
void supervisor_state::not_woken(const std::string& why) {
  if (why != told_)
    spdlog::warn("workspace {} does not wake: {}", to_string(options_->schema.workspace()), why);
  told_ = why;
  phase_ = phase::recovering;
  fail_held();
  asked_ = false;
  if (!elsewhere_) return rest();
  self_->delayed_send(self_, options_->limits.lease_pause, retry_atom::value);
}

void supervisor_state::rest() {
  pause_ = std::clamp(pause_ * 2, options_->limits.first_pause, options_->limits.longest_pause);
  self_->delayed_send(self_, pause_, retry_atom::value);
}

void supervisor_state::stand_up(const journal_cursor& cursor) {
  full_ = false;
  std::function<void(std::vector<recorded_body>)> publish;
  if (options_->project) {
    const auto own = caf::actor_cast<supervisor_actor>(self_);
    projector_ = options_->project([own, term = term_ + 1](bool full) {
      caf::anon_send(own, pressure_atom::value, term, full);
    });
    self_->monitor(projector_);
    publish = [projector = projector_](std::vector<recorded_body> bodies) {
      caf::anon_send(projector,
                     bodies_ptr{std::make_shared<std::vector<recorded_body>>(std::move(bodies))});
    };
  }
  auto writing = std::make_shared<journal_options>(
      journal_options{cursor, options_->hub, options_->archivist, options_->clock,
                      std::move(publish), options_->report, options_->journal});
  journal_ = self_->spawn<caf::monitored>(journal, std::shared_ptr<const journal_options>{writing});
  auto hosting = std::make_shared<host_options>(
      host_options{options_->schema, cursor.journal, options_->eras, journal_, options_->archivist,
                   options_->clock, std::chrono::hours{24}, options_->host, cursor.position});
  host_ = self_->spawn<caf::monitored>(host, std::shared_ptr<const host_options>{hosting});
  phase_ = phase::awake;
  position_ = cursor.position;
  show(++term_);
  spdlog::debug("{} is awake at position {}", options_->schema.text(), position_);
  expect_idleness();
  for (auto& each : std::exchange(readers_, {}))
    each.deliver(attendance());
  release_held();
}

void supervisor_state::child_ended(const caf::actor_addr& child) {
  ending_.erase(child);
  if (child == journal_ || child == host_ || child == projector_) {
    if (child == journal_) journal_ = nullptr;
    if (child == host_) host_ = nullptr;
    if (child == projector_) projector_ = nullptr;
    child_down();
  }
  if (wake_awaits_ends_ && ending_.empty()) wake();
}

void supervisor_state::child_down() {
  if (phase_ != phase::awake) return;
  spdlog::warn("a part of {} ended; it is woken anew from its journal", options_->schema.text());
  stop_children();
  phase_ = phase::recovering;
  // What ended once and has answered nothing since would end again at once.
  if (pause_ > pause_.zero()) return rest();
  pause_ = options_->limits.first_pause / 2;
  wake();
}

void supervisor_state::retry() {
  if (phase_ != phase::recovering) return;
  if (asked_) return wake();
  give_lease_back();
  phase_ = phase::asleep;
}

/// Another node may serve it already: nothing here may answer for it any more.
void supervisor_state::lapse() {
  hold_lease(0);
  if (phase_ != phase::awake) return;
  stop_children();
  phase_ = phase::asleep;
  fail_held();
}

void supervisor_state::give_lease_back() {
  if (lease_ == 0) return;
  hold_lease(0);
  self_->send(options_->leases, give_back_atom::value, lease_request{options_->schema.workspace()});
}

/// One look is awaited at a time, also when the workspace slept and woke meanwhile: a second would
/// find that nobody has asked since the first.
void supervisor_state::expect_idleness() {
  if (std::exchange(looking_, true)) return;
  self_->delayed_send(self_, options_->limits.idle, idle_atom::value);
}

void supervisor_state::look_idle() {
  looking_ = false;
  if (phase_ != phase::awake) return;
  const bool read = options_->presence && options_->presence->touched.exchange(false);
  if (std::exchange(asked_, false) || read || !under_way_.empty() || !held_.empty()) {
    pause_ = {};
    return expect_idleness();
  }
  fall_asleep();
}

void supervisor_state::sleep() {
  const bool read = options_->presence && options_->presence->touched;
  if (phase_ != phase::awake || read || !under_way_.empty() || !held_.empty()) return;
  fall_asleep();
}

void supervisor_state::fall_asleep() {
  stop_children();
  give_lease_back();
  phase_ = phase::asleep;
  spdlog::debug("{} sleeps", options_->schema.text());
}

/// They are watched on: what the host does not answer before it ends is lost then, and nothing is
/// woken before the last has ended.
void supervisor_state::stop_children() {
  show(0);
  for (const auto& child :
       {caf::actor_cast<caf::actor>(host_), caf::actor_cast<caf::actor>(journal_),
        caf::actor_cast<caf::actor>(projector_)}) {
    if (!child) continue;
    ending_.insert(child.address());
    self_->send_exit(child, caf::exit_reason::user_shutdown);
  }
  host_ = nullptr;
  journal_ = nullptr;
  projector_ = nullptr;
}

}
