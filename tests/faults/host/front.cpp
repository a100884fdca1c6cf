// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/host/front.hpp"

#include "actors/refusals.hpp"
#include "tests/faults/host/wish.hpp"

namespace muniment::test {

instant now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void front_state::start(caf::event_based_actor* self, front_options options) {
  self_ = self;
  options_ = std::move(options);
  self_->set_down_handler([this](const caf::down_msg& down) { quit_of(down); });
}

void front_state::take(const std::string& line) {
  if (line == "wake") return wake();
  append(line);
}

void front_state::wake() {
  if (journal_) return;
  self_
      ->request(options_->archivist, caf::infinite,
                wake_ptr{std::make_shared<wake_request>(wake_request{options_->schema})})
      .then([this](const wake_reply& reply) { woken(reply); },
            [this](const caf::error&) {
              woken({nullptr, "the archivist is gone"});
            });
}

void front_state::woken(const wake_reply& reply) {
  if (!reply.cursor) return options_->say("asleep " + reply.reason);
  const auto say = options_->say;
  const auto report = [say](settlement, const journal_counts& counts) {
    say("counts " + std::to_string(counts.unknown_found_written) + ' ' +
        std::to_string(counts.unknown_found_absent));
  };
  auto options = std::make_shared<journal_options>(
      journal_options{*reply.cursor, options_->hub, options_->archivist, now, {}, report, {}});
  journal_ = self_->spawn<caf::monitored>(journal, std::shared_ptr<const journal_options>{options});
  say("awake " + std::to_string(reply.cursor->epoch) + ' ' +
      std::to_string(reply.cursor->position));
}

void front_state::append(const std::string& line) {
  const auto wish = wish_from(line);
  if (!wish) return options_->say("misread " + line);
  const auto attempt = wish->attempt;
  if (!journal_) return tell(attempt, {append_verdict::refused, 0, {}, refusal_code::unavailable});
  auto request = std::make_shared<const append_request>(request_of(*wish, now(), options_->dedup));
  self_->request(journal_, caf::infinite, append_ptr{std::move(request)})
      .then([this, attempt](const append_reply& reply) { tell(attempt, reply); },
            // The journal has quit: whether it had begun with this one, nobody says.
            [this, attempt](const caf::error&) {
              tell(attempt, {append_verdict::unknown, 0, {}});
            });
}

void front_state::tell(std::uint64_t attempt, const append_reply& reply) {
  const auto start = "answer " + std::to_string(attempt);
  switch (reply.verdict) {
  case append_verdict::committed:
    return options_->say(start + " committed " + std::to_string(reply.position));
  case append_verdict::known:
    return options_->say(start + " known " + std::to_string(reply.position));
  case append_verdict::refused:
    return options_->say(start + " refused " + std::string{entry_of(reply.why).name});
  case append_verdict::unknown:
    return options_->say(start + " unknown");
  }
}

void front_state::quit_of(const caf::down_msg& down) {
  if (!journal_ || down.source != journal_.address()) return;
  journal_ = nullptr;
  options_->say("asleep deposed");
}

caf::behavior front(caf::stateful_actor<front_state>* self, front_options options) {
  self->state.start(self, std::move(options));
  return {[self](const std::string& line) { self->state.take(line); }};
}

}
