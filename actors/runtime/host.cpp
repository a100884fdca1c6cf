// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host.hpp"

#include "actors/runtime/host_answers.hpp"
#include "actors/runtime/outcomes.hpp"
#include "events/on.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace muniment {

namespace {

command_reply refused_as(refusal_code why) {
  return {command_verdict::refused, 0, std::string{entry_of(why).name}};
}

command_reply reply_of(const prepared_append& prepared, std::uint64_t position) {
  if (!prepared.answer) return {command_verdict::accepted, position, {}};
  auto reply = refused_as(*prepared.answer);
  reply.position = position;
  return reply;
}

/// A person without a key is erased; anything else wrong with a key is ours to mend.
refusal_code refusal_of(const storage::key_error& error) {
  if (error.fault() == storage::key_fault::absent) return refusal_code::erased;
  spdlog::error("a key cannot be used: {}", error.what());
  return refusal_code::unavailable;
}

}

void host_state::start(host_pointer self, std::shared_ptr<const host_options> options) {
  self_ = self;
  options_ = std::move(options);
  keys_.emplace(options_->journal_id);
  position_ = options_->position;
  wake_keys();
}

void host_state::accept(const command_message& message, command_promise promise) {
  auto wish = unpack<command_envelope>(bytes_view{message.envelope});
  if (!wish)
    promise.deliver(refused_as(refusal_code::unreadable_command));
  else if (full())
    promise.deliver(refused_as(refusal_code::overloaded));
  else
    take(pending{std::move(*wish), std::move(promise)});
}

bool host_state::full() const { return held_.size() + active_ >= options_->limits.commands; }

void host_state::take(pending each) {
  held_.emplace_back(std::move(each));
  admit();
}

void host_state::admit() {
  const auto goes_alone = [](const work& each) {
    const auto* turn = std::get_if<pending>(&each);
    return turn && is_exclusive(turn->wish);
  };
  while ((keys_->awake() || unborn_) && !alone_ && !held_.empty()) {
    const auto exclusive = unborn_ || goes_alone(held_.front());
    if (exclusive && active_ > 0) return;
    alone_ = exclusive;
    auto each = std::move(held_.front());
    held_.pop_front();
    std::visit([this](auto& taken) { begin(std::move(taken)); }, each);
  }
}

void host_state::begin(pending each) {
  ++active_;
  const auto at = slot_of(each.wish);
  at->waiting.push_back(std::move(each));
  if (!at->busy) next(at);
}

host_state::slot_ptr host_state::slot_of(const command_envelope& wish) {
  const stream_name name{wish.category, wish.stream};
  if (const auto found = slots_.find(name); found != slots_.end()) return found->second;
  if (slots_.size() >= options_->limits.aggregates) trim();
  auto at = std::make_shared<slot>();
  at->stream = make_aggregate(wish.category, wish.stream);
  slots_.emplace(name, at);
  return at;
}

void host_state::next(const slot_ptr& at) {
  at->busy = !at->waiting.empty();
  if (!at->busy) return;
  if (!at->stream) return refuse(at, refusal_code::unreadable_command);
  if (late(at)) return refuse(at, refusal_code::deadline_passed);
  at->loaded ? look_up(at) : load(at);
}

bool host_state::late(const slot_ptr& at) const {
  return at->waiting.front().wish.deadline < options_->clock();
}

void host_state::load(const slot_ptr& at) {
  const auto& wish = at->waiting.front().wish;
  if (wish.no_stream) {
    at->loaded = true;
    return look_up(at);
  }
  auto wanted = std::make_shared<stream_request>(
      stream_request{options_->schema, wish.category, wish.stream, 0, wish.deadline});
  self_->request(options_->archivist, caf::infinite, stream_ptr{std::move(wanted)})
      .then(
          [this, at](const stream_reply& reply) {
            if (!reply.reached)
              return refuse(at,
                            late(at) ? refusal_code::deadline_passed : refusal_code::unavailable);
            if (const auto read = at->stream->replay(reply.bodies); !read) {
              spdlog::error("a stream cannot be replayed: {}",
                            boost::describe::enum_to_string(read.error(), "unknown"));
              return refuse(at, refusal_code::unavailable);
            }
            at->loaded = true;
            look_up(at);
          },
          [this, at](const caf::error&) { refuse(at, refusal_code::unavailable); });
}

void host_state::look_up(const slot_ptr& at) {
  if (std::holds_alternative<state_promise>(at->waiting.front().promise)) return tell(at);
  const auto& key = at->waiting.front().wish.idempotency;
  if (!key || unborn_) return decide(at);
  if (!begun_.insert(key->digest).second) return refuse(at, refusal_code::in_flight);
  at->waiting.front().begun = true;
  auto wanted =
      std::make_shared<lookup_request>(lookup_request{options_->schema, {}, {key->digest}});
  self_->request(options_->archivist, caf::infinite, lookup_ptr{std::move(wanted)})
      .then(
          [this, at](const lookup_reply& found) {
            if (!found.reached) return refuse(at, refusal_code::unavailable);
            if (found.commands_known.empty()) return decide(at);
            const auto& row = found.commands_known.front();
            if (row.fingerprint != at->waiting.front().wish.idempotency->fingerprint)
              return refuse(at, refusal_code::idempotency_mismatch);
            repeat(at, row.outcome, row.position);
          },
          [this, at](const caf::error&) { refuse(at, refusal_code::unavailable); });
}

/// A row that was changed or moved answers nothing: doing the command again could do it twice.
void host_state::repeat(const slot_ptr& at, bytes_view outcome, std::uint64_t position) {
  const auto& key = *at->waiting.front().wish.idempotency;
  auto reply =
      open_outcome(keys_->ring().lookups()->outcome_key(), options_->journal_id, key, outcome);
  if (!reply) {
    spdlog::error("the outcome of a command is not what was written at position {}", position);
    return refuse(at, refusal_code::unavailable);
  }
  reply->position = position;
  finish(at, std::move(*reply));
}

void host_state::decide(const slot_ptr& at) {
  if (const auto why = out_of_turn(at)) return refuse(at, *why);
  auto& turn = at->waiting.front();
  const auto& wish = turn.wish;
  try {
    if (unborn_) keys_->begin(options_->eras().back());
    auto prepared = keys_->attempt(turn.keys, [&](storage::keyring& ring) {
      return at->stream->decide(wish,
                                {options_->journal_id, ring, options_->eras, options_->clock()});
    });
    if (prepared) return append(at, std::move(*prepared));
  } catch (const storage::key_error& error) {
    return refuse(at, refusal_of(error));
  }
  if (late(at)) return refuse(at, refusal_code::deadline_passed);
  fetch_keys(keys_->wanted(), turn.keys, [this, at](bool reached) {
    reached ? decide(at) : refuse(at, refusal_code::unavailable);
  });
}

void host_state::append(const slot_ptr& at, prepared_append prepared) {
  const auto& key = at->waiting.front().wish.idempotency;
  // Before a workspace is born nothing is remembered: there is no key to seal it under.
  if (prepared.request.events.empty() && (!key || unborn_))
    return finish(at, reply_of(prepared, position_));
  if (unborn_) keys_->bear(prepared.request.keys);
  if (key)
    prepared.request.idempotency = {key->digest, key->fingerprint,
                                    seal_outcome(keys_->ring().lookups()->outcome_key(),
                                                 options_->journal_id, *key, reply_of(prepared, 0)),
                                    options_->clock() + options_->idempotency_lifetime};
  const auto kept = std::make_shared<const prepared_append>(std::move(prepared));
  self_->request(options_->journal, caf::infinite, append_ptr{kept, &kept->request})
      .then([this, at, kept](const append_reply& reply) { appended(at, *kept, reply); },
            [this, at, kept](const caf::error&) {
              appended(at, *kept, {append_verdict::unknown, 0, {}, {}});
            });
}

void host_state::appended(const slot_ptr& at, const prepared_append& prepared,
                          const append_reply& reply) {
  if (reply.verdict == append_verdict::committed) {
    at->stream->commit();
    keys_->ring().committed(prepared.request.keys);
    unborn_ = false;
    position_ = std::max(position_, reply.position);
    return finish(at, reply_of(prepared, reply.position));
  }
  keys_->ring().refused(prepared.request.keys);
  switch (reply.verdict) {
  case append_verdict::known:
    return repeat(at, reply.outcome, reply.position);
  case append_verdict::refused:
    // There may be a stream where none was to be.
    if (at->stream->version() == 0) at->loaded = false;
    return refuse(at, reply.why);
  default:
    // What is in memory may be behind the journal: its supervisor wakes both anew.
    finish(at, {command_verdict::unknown, 0, {}});
    self_->quit(caf::exit_reason::user_shutdown);
  }
}

void host_state::refuse(const slot_ptr& at, refusal_code why) { finish(at, refused_as(why)); }

void host_state::finish(const slot_ptr& at, command_reply reply) {
  std::visit(on{[&](command_promise& promise) { promise.deliver(std::move(reply)); },
                [](state_promise& promise) { promise.deliver(state_reply{}); }},
             at->waiting.front().promise);
  leave(at);
}

void host_state::leave(const slot_ptr& at) {
  if (const auto& done = at->waiting.front(); done.begun)
    begun_.erase(done.wish.idempotency->digest);
  at->waiting.pop_front();
  next(at);
  left();
}

/// One thing less is under way.
void host_state::left() {
  if (unborn_) keys_->abandon();
  --active_;
  alone_ = false;
  admit();
}

/// Idle aggregates are read again when they are wanted.
void host_state::trim() {
  const auto target = options_->limits.aggregates * 3 / 4;
  for (auto each = slots_.begin(); each != slots_.end() && slots_.size() > target;)
    each = each->second->busy || !each->second->waiting.empty() || each->second.use_count() > 1
               ? std::next(each)
               : slots_.erase(each);
}

namespace {

/// The handler of a message that only the keyring answers.
template <class Request, class Reply>
auto reads(host_pointer self, Reply (*find)(storage::keyring&, const Request&)) {
  return [self, find](const Request& wanted) {
    auto promise = self->make_response_promise<Reply>();
    self->state.read_keys<Reply>(
        [find, wanted](storage::keyring& ring) { return find(ring, wanted); }, promise);
    return promise;
  };
}

}

host_actor::behavior_type host(host_pointer self, std::shared_ptr<const host_options> options) {
  self->state.start(self, std::move(options));
  return {[self](const command_message& message) {
            auto promise = self->make_response_promise<command_reply>();
            self->state.accept(message, promise);
            return promise;
          },
          [self](const state_request& wanted) {
            auto promise = self->make_response_promise<state_reply>();
            self->state.read(wanted, promise);
            return promise;
          },
          reads<subject_key_request>(self, subject_key),
          reads<access_key_request>(self, access_key),
          reads<lookup_keys_request>(self, lookup_keys),
          reads<signing_secret_request>(self, signing_secret)};
}

}
