// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/supervisor.hpp"

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

void supervisor_state::release_held() {
  for (auto& each : std::exchange(held_, {}))
    each.forward();
}

void supervisor_state::fail_held() {
  for (auto& each : std::exchange(held_, {}))
    each.refuse(refusal_code::unavailable);
  for (auto& each : std::exchange(readers_, {}))
    each.deliver(attendance());
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
