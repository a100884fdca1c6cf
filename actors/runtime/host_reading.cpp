// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host.hpp"

#include <spdlog/spdlog.h>

/// What a host tells without deciding anything.
namespace muniment {

void host_state::read(const state_request& wanted, state_promise promise) {
  if (full()) {
    promise.deliver(state_reply{});
    return;
  }
  command_envelope at;
  at.category = wanted.category;
  at.stream = wanted.stream;
  at.deadline = wanted.deadline;
  take(pending{std::move(at), std::move(promise)});
}

void host_state::tell(const slot_ptr& at) {
  if (at->stream->version() == 0) return finish(at, state_reply{read_verdict::absent, 0, nullptr});
  auto& turn = at->waiting.front();
  try {
    auto packed = keys_->attempt(turn.keys, [&](storage::keyring& ring) {
      return at->stream->tell(options_->journal_id, ring);
    });
    if (packed)
      return finish(at, {read_verdict::found, at->stream->version(),
                         std::make_shared<const crypto::secret_bytes>(*std::move(packed))});
  } catch (const storage::key_error& error) {
    spdlog::error("a state cannot be opened: {}", error.what());
    return finish(at, state_reply{});
  }
  if (late(at)) return finish(at, state_reply{});
  fetch_keys(keys_->wanted(), turn.keys,
             [this, at](bool reached) { reached ? tell(at) : finish(at, state_reply{}); });
}

void host_state::finish(const slot_ptr& at, state_reply reply) {
  std::get<state_promise>(at->waiting.front().promise).deliver(std::move(reply));
  leave(at);
}

void host_state::take(key_read each) {
  if (full()) return each.give_up(read_verdict::unavailable);
  held_.emplace_back(std::move(each));
  admit();
}

void host_state::begin(key_read each) {
  ++active_;
  if (unborn_) {
    each.give_up(read_verdict::absent);
    return left();
  }
  attempt(std::make_shared<key_read>(std::move(each)));
}

void host_state::attempt(const std::shared_ptr<key_read>& each) {
  const auto give_up = [this, each] {
    each->give_up(read_verdict::unavailable);
    left();
  };
  try {
    const auto answered = keys_->attempt(each->keys, [&](storage::keyring& ring) {
      each->answer(ring);
      return true;
    });
    if (answered) return left();
  } catch (const storage::key_error& error) {
    spdlog::error("a key cannot be used: {}", error.what());
    return give_up();
  }
  fetch_keys(keys_->wanted(), each->keys,
             [this, each, give_up](bool reached) { reached ? attempt(each) : give_up(); });
}

}
