// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/runtime/aggregate.hpp"
#include "actors/runtime/host_keys.hpp"
#include "storage/key_error.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <unordered_map>
#include <variant>

namespace muniment {

/// What one host may hold in memory.
struct host_limits {
  std::size_t commands = 1'000;    ///< accepted and not yet answered
  std::size_t aggregates = 20'000; ///< in memory; idle ones are trimmed beyond it
};

struct host_options {
  storage::schema_name schema;
  uuid journal_id;
  /// What the key store holds at that moment, newest last. Called on the host's thread, rarely.
  std::function<std::vector<storage::era>()> eras;
  journal_actor journal;
  archivist_actor archivist;
  std::function<instant()> clock;
  std::chrono::hours idempotency_lifetime{24};
  host_limits limits;
  std::uint64_t position = 0; ///< of the journal when it was opened
};

using command_promise = caf::typed_response_promise<command_reply>;
using state_promise = caf::typed_response_promise<state_reply>;

class host_state;
using host_pointer = host_actor::stateful_pointer<host_state>;

/// Hosts every aggregate of a workspace, written once for all nouns. A stream's commands are
/// decided one after the other, each on the state that the one before left durable; reading its
/// state takes its turn among them. Different streams go side by side. A command that destroys or
/// replaces keys waits until nothing else is under way and then goes alone.
///
/// A workspace begins with `workspace.create`: its keyring is made in the append of the first
/// event. Until that has committed every other wish is refused as `not_found` and nothing can be
/// read.
class host_state {
public:
  void start(host_pointer self, std::shared_ptr<const host_options> options);
  void accept(const command_message& message, command_promise promise);
  void read(const state_request& wanted, state_promise promise);

  /// Answers with what `deed` finds in the keyring; `Reply{}` when its rows cannot be read.
  template <class Reply>
  void read_keys(std::function<Reply(storage::keyring&)> deed,
                 caf::typed_response_promise<Reply> promise) {
    take(key_read{[deed, promise](storage::keyring& ring) mutable { promise.deliver(deed(ring)); },
                  [promise](read_verdict why) mutable {
                    Reply reply;
                    reply.verdict = why;
                    promise.deliver(std::move(reply));
                  }});
  }

private:
  /// Somebody's turn at a stream. Of a read only category, stream and deadline matter.
  struct pending {
    command_envelope wish;
    std::variant<command_promise, state_promise> promise;
    bool begun = false; ///< its idempotency digest is among those under way
    host_keys::rows_at_hand keys{};
  };
  struct key_read {
    std::function<void(storage::keyring&)> answer;
    std::function<void(read_verdict)> give_up;
    host_keys::rows_at_hand keys{};
  };
  using work = std::variant<pending, key_read>;
  struct slot {
    std::unique_ptr<aggregate> stream;
    bool loaded = false;
    bool busy = false;
    std::deque<pending> waiting; ///< the front one is being decided while `busy`
  };
  using slot_ptr = std::shared_ptr<slot>;
  using stream_name = std::pair<std::string, uuid>;
  struct name_hash {
    std::size_t operator()(const stream_name& name) const {
      return std::hash<std::string>{}(name.first) ^ std::hash<uuid>{}(name.second);
    }
  };

  void wake_keys();
  void keyless(const storage::key_error& error);
  void take(pending each);
  void take(key_read each);
  [[nodiscard]] bool full() const;
  void admit();
  void begin(pending each);
  void begin(key_read each);
  void attempt(const std::shared_ptr<key_read>& each);
  void left();
  slot_ptr slot_of(const command_envelope& wish);
  void next(const slot_ptr& at);
  [[nodiscard]] bool late(const slot_ptr& at) const;
  void load(const slot_ptr& at);
  void tell(const slot_ptr& at);
  void look_up(const slot_ptr& at);
  [[nodiscard]] std::optional<refusal_code> out_of_turn(const slot_ptr& at) const;
  void repeat(const slot_ptr& at, bytes_view outcome, std::uint64_t position);
  void decide(const slot_ptr& at);
  /// Adds to `rows`, which `then` keeps alive; `then(false)` when they cannot be read.
  void fetch_keys(const storage::key_query& query, host_keys::rows_at_hand& rows,
                  std::function<void(bool)> then);
  void append(const slot_ptr& at, prepared_append prepared);
  void appended(const slot_ptr& at, const prepared_append& prepared, const append_reply& reply);
  void finish(const slot_ptr& at, command_reply reply);
  void finish(const slot_ptr& at, state_reply reply);
  void leave(const slot_ptr& at);
  void refuse(const slot_ptr& at, refusal_code why);
  void trim();

  host_pointer self_ = nullptr;
  std::shared_ptr<const host_options> options_;
  std::optional<host_keys> keys_;
  host_keys::rows_at_hand waking_keys_;
  std::unordered_map<stream_name, slot_ptr, name_hash> slots_;
  std::deque<work> held_;  ///< accepted, not begun
  std::set<bytes> begun_;  ///< idempotency digests under way
  std::size_t active_ = 0; ///< begun, not answered
  bool alone_ = false;     ///< an exclusive command is under way
  bool unborn_ = false;    ///< there is no keyring yet
  std::uint64_t position_ = 0;
};

host_actor::behavior_type host(host_pointer self, std::shared_ptr<const host_options> options);

}
