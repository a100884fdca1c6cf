// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/journal.hpp"

#include "actors/runtime/batch_answers.hpp"
#include "storage/failure.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace muniment {

namespace {

std::size_t octets(const append_request& request) {
  std::size_t sum = 0;
  for (const auto& each : request.events)
    sum += each.payload.size();
  return sum;
}

append_reply refused_as(refusal_code why) { return {append_verdict::refused, 0, {}, why}; }

std::string cause_of(const storage::part_result& result) {
  if (result.verdict == storage::part_verdict::malformed)
    return "it is malformed: " + result.sentence;
  const auto until = storage::is_passing(result.sqlstate) ? " for now" : "";
  return std::string{"the database refuses it"} + until + " (" + result.sqlstate + ")";
}

}

void journal_state::start(journal_pointer self, journal_options options) {
  self_ = self;
  options_ = std::move(options);
  refusals_.emplace(options_->limits.quiet);
}

void journal_state::accept(append_ptr request, journal_promise promise) {
  waiting_append each{std::move(request), std::move(promise)};
  if (phase_ == phase::deposed || phase_ == phase::settling)
    return refuse(each, refusal_code::unavailable);
  if (waiting_.size() >= options_->limits.waiting_requests)
    return refuse(each, refusal_code::overloaded);
  waiting_.push_back(std::move(each));
  pump();
}

void journal_state::pump() {
  if (phase_ == phase::open && !waiting_.empty() && !gathers()) begin_batch();
}

/// Whether more should come first. Somebody who asks alone, one thing after the other, is not kept.
bool journal_state::gathers() {
  const auto& limits = options_->limits;
  if (waiting_.size() >= limits.batch_requests || alone_ > 0) return false;
  if (gathering_) return true;
  const auto since = options_->stopwatch() - last_begun_;
  if (since >= limits.gathering || (waiting_.size() < 2 && last_size_ < 2)) return false;
  gathering_ = true;
  self_->delayed_send(self_, limits.gathering - since, retry_atom::value);
  return true;
}

void journal_state::begin_batch() {
  take_batch();
  if (batch_.empty()) return;
  last_size_ = batch_.size();
  last_begun_ = options_->stopwatch();
  auto wanted = needed_lookup();
  if (wanted.claims.empty() && wanted.digests.empty()) return send_batch();
  look_up(std::move(wanted));
}

void journal_state::take_batch() {
  const auto now = options_->clock();
  const auto most = alone_ > 0 ? 1 : options_->limits.batch_requests;
  std::size_t size = 0;
  while (!waiting_.empty() && batch_.size() < most && size < options_->limits.batch_octets) {
    auto each = std::move(waiting_.front());
    waiting_.pop_front();
    if (alone_ > 0) --alone_;
    if (each.request->deadline < now) {
      refuse(each, refusal_code::deadline_passed);
      continue;
    }
    size += octets(*each.request);
    batch_.push_back(std::move(each));
  }
}

lookup_request journal_state::needed_lookup() const {
  lookup_request wanted{options_->cursor.schema, {}, {}};
  for (const auto& each : batch_) {
    for (const auto* claims : {&each.request->taken, &each.request->released})
      for (const auto& claim : *claims)
        wanted.claims.push_back({static_cast<std::int16_t>(claim.kind), claim.digest});
    if (each.request->idempotency) wanted.digests.push_back(each.request->idempotency->digest);
  }
  return wanted;
}

void journal_state::look_up(lookup_request wanted) {
  phase_ = phase::looking;
  self_
      ->request(options_->archivist, caf::infinite,
                lookup_ptr{std::make_shared<lookup_request>(std::move(wanted))})
      .then([this](const lookup_reply& found) { looked_up(found); },
            [this](const caf::error&) { looked_up({}); });
}

void journal_state::looked_up(const lookup_reply& found) {
  phase_ = phase::open;
  if (!found.reached) {
    put_back();
    return pause();
  }
  batch_answers answers{found};
  std::erase_if(batch_, [&](waiting_append& each) {
    const auto wished = each.request;
    const auto answer = answers.answer(each.request);
    if (each.request != wished)
      spdlog::error("{} {} would release claims that it does not hold: they stay", wished->category,
                    to_string(wished->stream));
    if (answer) each.promise.deliver(*answer);
    return answer.has_value();
  });
  batch_.empty() ? pump() : send_batch();
}

void journal_state::send_batch() {
  std::vector<append_ptr> requests;
  requests.reserve(batch_.size());
  for (const auto& each : batch_)
    requests.push_back(each.request);
  sent_ = sequence(options_->cursor, requests, options_->clock());
  phase_ = phase::committing;
  self_
      ->request(options_->hub, caf::infinite,
                std::make_shared<storage::journal_part>(std::move(sent_->part)))
      .then([this](part_reply& reply) { arrived(std::move(reply)); },
            [this](const caf::error&) { depose(batch_fate::unknown); });
}

void journal_state::arrived(part_reply reply) {
  sent_->part = std::move(*reply.part);
  switch (reply.result.verdict) {
  case storage::part_verdict::committed:
    return committed();
  case storage::part_verdict::refused:
    return depose(batch_fate::not_written);
  case storage::part_verdict::failed:
  case storage::part_verdict::malformed:
    return split_or_refuse(reply.result);
  case storage::part_verdict::not_sent:
    put_back();
    return pause();
  case storage::part_verdict::unknown:
    lost_backend_ = reply.lost_backend.value_or(storage::backend_id{});
    return settle();
  }
}

void journal_state::committed() {
  auto bodies = bodies_of(sent_->part);
  ++counts_.batches;
  counts_.events += bodies.size();
  pause_ = {};
  note_commit();
  options_->cursor = std::move(sent_->after);
  if (options_->publish) options_->publish(std::move(bodies));
  for (std::size_t at = 0; at < batch_.size(); ++at)
    batch_[at].promise.deliver(append_reply{append_verdict::committed, sent_->last_positions[at]});
  batch_.clear();
  sent_.reset();
  phase_ = phase::open;
  pump();
}

/// One unlawful request must not harm its neighbours: after a refused batch each is tried alone,
/// unless the database refuses for a reason of its own.
void journal_state::split_or_refuse(const storage::part_result& result) {
  phase_ = phase::open;
  note_refusal(result);
  if (storage::is_passing(result.sqlstate)) {
    put_back();
    return pause();
  }
  if (batch_.size() > 1) {
    alone_ += batch_.size();
    put_back();
  } else {
    refuse(batch_.front(), refusal_of(result, *batch_.front().request));
    batch_.clear();
  }
  pump();
}

/// Whoever asked learns that it cannot be had now; why is for who runs this.
void journal_state::note_refusal(const storage::part_result& result) {
  const auto cause = cause_of(result);
  if (refusals_->failed(cause, options_->stopwatch()))
    spdlog::warn("an append of {} failed: {}", options_->cursor.schema.text(), cause);
}

void journal_state::note_commit() {
  if (refusals_->succeeded(options_->stopwatch()))
    spdlog::info("appends of {} are committed again", options_->cursor.schema.text());
}

void journal_state::settle() {
  phase_ = phase::settling;
  settle_request wanted{options_->cursor.schema, options_->cursor.epoch, options_->cursor.position,
                        lost_backend_};
  self_
      ->request(options_->archivist, caf::infinite,
                settle_ptr{std::make_shared<settle_request>(std::move(wanted))})
      .then([this](const settle_reply& reply) { settled(reply); },
            [this](const caf::error&) { settled({}); });
}

void journal_state::settled(const settle_reply& reply) {
  if (reply.verdict == settle_verdict::deposed) return depose(batch_fate::unknown);
  if (reply.verdict == settle_verdict::unreachable) {
    // A raise that is forgotten would pass for another writer's the next time.
    options_->cursor.epoch = std::max(options_->cursor.epoch, reply.epoch);
    return pause();
  }
  const auto written = bodies_of(sent_->part);
  const auto same = [](const recorded_body& ours, const bytes& theirs) {
    return ours.body == theirs;
  };
  // A batch without events may have been written, remembering a refusal; it leaves no trace to tell
  // by. Sent again, what was remembered is found.
  if (reply.bodies.empty()) return found_absent(reply);
  if (std::ranges::equal(written, reply.bodies, same)) return found_written(reply);
  depose(batch_fate::unknown);
}

void journal_state::found_written(const settle_reply& reply) {
  ++counts_.unknown_found_written;
  sent_->after.epoch = reply.epoch;
  committed();
  if (options_->report) options_->report(settlement::written, counts_);
}

void journal_state::found_absent(const settle_reply& reply) {
  ++counts_.unknown_found_absent;
  options_->cursor.epoch = reply.epoch;
  phase_ = phase::open;
  put_back();
  if (options_->report) options_->report(settlement::absent, counts_);
  pump();
}

/// Back to the front, in the order they came.
void journal_state::put_back() {
  for (auto each = batch_.rbegin(); each != batch_.rend(); ++each)
    waiting_.push_front(std::move(*each));
  batch_.clear();
  sent_.reset();
}

void journal_state::pause() {
  const auto settling = phase_ == phase::settling;
  pause_ = std::clamp(pause_ * 2, options_->limits.first_pause, options_->limits.longest_pause);
  if (!settling) phase_ = phase::pausing;
  self_->delayed_send(self_, pause_, retry_atom::value);
}

void journal_state::retry() {
  // Of two that are awaited, one ends the gathering, and the other what it was sent for.
  if (std::exchange(gathering_, false)) {
    if (phase_ == phase::open) begin_batch();
    return;
  }
  if (phase_ == phase::settling) return settle();
  if (phase_ != phase::pausing) return;
  phase_ = phase::open;
  pump();
}

void journal_state::depose(batch_fate sent) {
  if (sent == batch_fate::unknown) give_up_batch();
  phase_ = phase::deposed;
  refuse_all(refusal_code::unavailable);
  self_->quit(caf::exit_reason::user_shutdown);
}

void journal_state::refuse(waiting_append& each, refusal_code why) {
  each.promise.deliver(refused_as(why));
}

/// Nobody here can find out any more what became of the batch: the truth is to say so.
void journal_state::give_up_batch() {
  for (auto& each : batch_)
    each.promise.deliver(append_reply{append_verdict::unknown, 0, {}, {}});
  batch_.clear();
}

void journal_state::refuse_all(refusal_code why) {
  for (auto& each : batch_)
    refuse(each, why);
  for (auto& each : waiting_)
    refuse(each, why);
  batch_.clear();
  waiting_.clear();
}

journal_actor::behavior_type journal(journal_pointer self,
                                     std::shared_ptr<const journal_options> options) {
  self->state.start(self, *options);
  return {[self](append_ptr request) {
            auto promise = self->make_response_promise<append_reply>();
            self->state.accept(std::move(request), promise);
            return promise;
          },
          [self](retry_atom) { self->state.retry(); }};
}

}
