// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/supervisor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <concepts>
#include <utility>

namespace muniment {

namespace {

/// The reply to what the workspace was never asked. Every reply but a command's says by default
/// that the thing is not to be had now.
template <class Reply>
Reply refused_as(refusal_code why) {
  if constexpr (std::same_as<Reply, command_reply>)
    return {command_verdict::refused, 0, std::string{entry_of(why).name}};
  else
    return {};
}

/// The reply when the host died with the request inside: a command may have been written.
template <class Reply>
Reply lost() {
  if constexpr (std::same_as<Reply, command_reply>)
    return {command_verdict::unknown, 0, {}};
  else
    return {};
}

}

void supervisor_state::start(supervisor_pointer self,
                             std::shared_ptr<const supervisor_options> options) {
  self_ = self;
  options_ = std::move(options);
  self_->set_down_handler([this](const caf::down_msg& down) {
    lose_requests_of(down.source);
    child_ended(down.source);
  });
  // What it started would otherwise live on, because its parts know each other, and whoever asked
  // would wait for nothing.
  self_->set_exit_handler([this](const caf::exit_msg& exit) {
    fail_held();
    for (auto& each : std::exchange(under_way_, {}))
      each.second.lose();
    stop_children();
    self_->quit(exit.reason);
  });
}

template <class Request, class Reply>
void supervisor_state::accept(const Request& request, caf::typed_response_promise<Reply> promise) {
  constexpr bool writes = std::same_as<Reply, command_reply>;
  asked_ = true;
  if (phase_ == phase::recovering) {
    promise.deliver(refused_as<Reply>(refusal_code::unavailable));
    return;
  }
  if (phase_ == phase::awake && !(writes && full_)) return forward(request, std::move(promise));
  if (held_.size() >= options_->limits.held_commands) {
    promise.deliver(refused_as<Reply>(refusal_code::overloaded));
    return;
  }
  held_.push_back(
      {[this, request, promise] { forward(request, promise); },
       [promise](refusal_code why) mutable { promise.deliver(refused_as<Reply>(why)); }});
  if (phase_ == phase::asleep) wake();
}

void supervisor_state::attend(attend_promise promise) {
  asked_ = true;
  if (phase_ == phase::awake || phase_ == phase::recovering ||
      readers_.size() >= options_->limits.held_commands) {
    promise.deliver(attendance());
    return;
  }
  readers_.push_back(std::move(promise));
  if (phase_ == phase::asleep) wake();
}

attend_reply supervisor_state::attendance() const {
  return {phase_ == phase::awake, term_, position_, projector_};
}

void supervisor_state::press(std::uint64_t term, bool full) {
  if (term != term_) return;
  full_ = full;
  if (phase_ == phase::awake && !full_) release_held();
}

void supervisor_state::show(std::uint64_t term) {
  if (options_->presence) options_->presence->term = term;
}

void supervisor_state::wake() {
  if (phase_ == phase::asleep) phase_ = phase::waking;
  wake_awaits_ends_ = !ending_.empty();
  if (wake_awaits_ends_) return;
  if (!options_->leases) return open_journal();
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
  open_journal();
}

void supervisor_state::hold_lease(std::uint64_t term) {
  lease_ = term;
  if (options_->presence) options_->presence->lease = term;
}

void supervisor_state::open_journal() {
  self_
      ->request(options_->archivist, caf::infinite,
                wake_ptr{std::make_shared<wake_request>(wake_request{options_->schema})})
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
  if (!elsewhere_) return rest();
  asked_ = false;
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

void supervisor_state::release_held() {
  for (auto& each : std::exchange(held_, {}))
    each.forward();
}

template <class Request, class Reply>
void supervisor_state::forward(const Request& request, caf::typed_response_promise<Reply> promise) {
  const auto number = ++last_request_;
  under_way_.emplace(
      number, under_way{host_.address(), [promise]() mutable { promise.deliver(lost<Reply>()); }});
  self_->request(host_, caf::infinite, request)
      .then(
          [this, number, promise](Reply& reply) mutable {
            pause_ = {};
            if (under_way_.erase(number) > 0) promise.deliver(std::move(reply));
          },
          [this, number, promise](const caf::error&) mutable {
            if (under_way_.erase(number) > 0) promise.deliver(lost<Reply>());
          });
}

/// What a host had accepted and not answered when it ended would never be answered.
void supervisor_state::lose_requests_of(const caf::actor_addr& host) {
  std::erase_if(under_way_, [&](auto& each) {
    if (each.second.host != host) return false;
    each.second.lose();
    return true;
  });
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

/// What another node has is waited for only while somebody asks for it here.
void supervisor_state::retry() {
  if (phase_ != phase::recovering) return;
  if (elsewhere_ && !asked_) {
    phase_ = phase::asleep;
    return;
  }
  wake();
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

void supervisor_state::fail_held() {
  for (auto& each : std::exchange(held_, {}))
    each.refuse(refusal_code::unavailable);
  for (auto& each : std::exchange(readers_, {}))
    each.deliver(attendance());
}

namespace {

template <class Request, class Reply>
auto passes(supervisor_pointer self) {
  return [self](const Request& request) {
    auto promise = self->make_response_promise<Reply>();
    self->state.accept(request, promise);
    return promise;
  };
}

}

supervisor_actor::behavior_type supervisor(supervisor_pointer self,
                                           std::shared_ptr<const supervisor_options> options) {
  self->state.start(self, std::move(options));
  return {passes<command_message, command_reply>(self),
          passes<state_request, state_reply>(self),
          passes<subject_key_request, subject_key_reply>(self),
          passes<access_key_request, subject_key_reply>(self),
          passes<lookup_keys_request, lookup_keys_reply>(self),
          passes<signing_secret_request, signing_secret_reply>(self),
          [self](attend_atom) {
            auto promise = self->make_response_promise<attend_reply>();
            self->state.attend(promise);
            return promise;
          },
          [self](pressure_atom, std::uint64_t term, bool full) { self->state.press(term, full); },
          [self](lapse_atom) { self->state.lapse(); },
          [self](retry_atom) { self->state.retry(); },
          [self](idle_atom) { self->state.look_idle(); },
          [self](sleep_atom) { self->state.sleep(); }};
}

}
