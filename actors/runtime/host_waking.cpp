// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host.hpp"

#include <spdlog/spdlog.h>

/// How a host comes by its keys, and what it does before there are any.
namespace muniment {

void host_state::wake_keys() {
  try {
    const auto wanted = keys_->wake(options_->eras(), waking_keys_);
    if (wanted)
      return fetch_keys(*wanted, waking_keys_, [this](bool reached) {
        if (reached) return wake_keys();
        self_->quit(caf::exit_reason::unhandled_exception);
      });
    waking_keys_.clear();
    admit();
  } catch (const storage::key_error& error) {
    keyless(error);
  }
}

void host_state::keyless(const storage::key_error& error) {
  unborn_ = position_ == 0 && error.fault() == storage::key_fault::absent;
  if (unborn_) return admit();
  spdlog::error("the keys of a workspace cannot be opened: {}", error.what());
  self_->quit(caf::exit_reason::unhandled_exception);
}

void host_state::fetch_keys(const storage::key_query& query, host_keys::rows_at_hand& rows,
                            std::function<void(bool)> then) {
  auto wanted = std::make_shared<keys_request>(keys_request{options_->schema, query});
  self_->request(options_->archivist, caf::infinite, keys_ptr{std::move(wanted)})
      .then(
          [query, &rows, then](keys_reply& reply) {
            if (reply.reached) rows.emplace_back(query, std::move(reply.rows));
            then(reply.reached);
          },
          [then](const caf::error&) { then(false); });
}

/// A journal has one workspace, and begins with it.
std::optional<refusal_code> host_state::out_of_turn(const slot_ptr& at) const {
  const auto creates = is_creation(at->waiting.front().wish);
  if (unborn_ && !creates) return refusal_code::not_found;
  if (position_ > 0 && creates && at->stream->version() == 0) return refusal_code::already_exists;
  return std::nullopt;
}

}
