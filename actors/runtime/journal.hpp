// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "actors/runtime/fault_spell.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <deque>
#include <functional>

namespace muniment {

/// What one journal may hold in memory, how long it pauses before it asks a database again that
/// could not be reached, how long it gathers, and what it counts as one spell of refusals.
struct journal_limits {
  std::size_t waiting_requests = 2'000;
  std::size_t batch_requests = 200;
  std::size_t batch_octets = 1 << 20;
  std::chrono::milliseconds first_pause{20};
  std::chrono::milliseconds longest_pause{1'000};
  /// From one batch to the next while many ask at once: a commit costs the same for one event as
  /// for fifty. Who asks alone does not wait.
  std::chrono::milliseconds gathering{3};
  std::chrono::seconds quiet{10}; ///< without a refusal; then the log is told that they are over
};

/// What a journal did since it woke, for metrics and proofs.
struct journal_counts {
  std::uint64_t batches = 0;
  std::uint64_t events = 0;
  std::uint64_t unknown_found_written = 0; ///< unknown outcomes that proved to be committed
  std::uint64_t unknown_found_absent = 0;  ///< unknown outcomes that proved not to be
};

/// What an unknown outcome proved to be.
enum class settlement : std::uint8_t { written, absent };

struct journal_options {
  journal_cursor cursor;
  hub_actor hub;
  archivist_actor archivist;
  std::function<instant()> clock;
  /// Told the bodies of every commit, in journal order, before its requests are answered.
  std::function<void(std::vector<recorded_body>)> publish;
  /// Told after each resolution.
  std::function<void(settlement, const journal_counts&)> report;
  journal_limits limits;
  /// Measures what lasts; unlike `clock` nobody sets it.
  std::function<std::chrono::steady_clock::time_point()> stopwatch = std::chrono::steady_clock::now;
};

using journal_promise = caf::typed_response_promise<append_reply>;

/// A request and where its answer goes.
struct waiting_append {
  append_ptr request;
  journal_promise promise;
};

class journal_state;
using journal_pointer = journal_actor::stateful_pointer<journal_state>;

/// The sole writer of a workspace. One batch is with the hub at a time; what arrives meanwhile, and
/// while it gathers, forms the next one. An unknown outcome is settled before anything else is
/// written: until then new requests are refused as `unavailable`. When another writer is found,
/// everything is refused and the actor quits, for its supervisor to wake the workspace anew.
class journal_state {
public:
  void start(journal_pointer self, journal_options options);
  void accept(append_ptr request, journal_promise promise);

  /// The pause is over.
  void retry();

  /// Begins what can be begun: look-ups for the next batch, or its way to the hub.
  void pump();

private:
  enum class phase { open, looking, committing, settling, pausing, deposed };
  /// What a writer that stops knows of the batch it last sent.
  enum class batch_fate { not_written, unknown };

  [[nodiscard]] bool gathers();
  void begin_batch();
  void take_batch();
  [[nodiscard]] lookup_request needed_lookup() const;
  void look_up(lookup_request wanted);
  void looked_up(const lookup_reply& found);
  void send_batch();
  void arrived(part_reply reply);
  void committed();
  void split_or_refuse(const storage::part_result& result);
  void note_refusal(const storage::part_result& result);
  void note_commit();
  void settle();
  void settled(const settle_reply& reply);
  void found_written(const settle_reply& reply);
  void found_absent(const settle_reply& reply);
  void put_back();
  void pause();
  void depose(batch_fate sent);
  void give_up_batch();
  void refuse(waiting_append& each, refusal_code why);
  void refuse_all(refusal_code why);

  journal_pointer self_ = nullptr;
  std::optional<journal_options> options_;
  std::optional<fault_spell> refusals_;
  phase phase_ = phase::open;
  std::deque<waiting_append> waiting_;
  std::vector<waiting_append> batch_;
  std::optional<sequenced_batch> sent_;
  storage::backend_id lost_backend_;
  std::size_t alone_ = 0; ///< requests still to be tried one by one after a refused batch
  std::chrono::milliseconds pause_{0};
  bool gathering_ = false;    ///< the next batch waits for more
  std::size_t last_size_ = 0; ///< of the batch before
  std::chrono::steady_clock::time_point last_begun_;
  journal_counts counts_;
};

journal_actor::behavior_type journal(journal_pointer self,
                                     std::shared_ptr<const journal_options> options);

}
