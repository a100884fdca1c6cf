// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"
#include "projections/runtime/folding.hpp"
#include "projections/runtime/page.hpp"
#include "projections/runtime/standing.hpp"
#include "projections/runtime/waiting_room.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace muniment {

/// What one projector may hold in memory, and how long it waits for what.
struct projector_limits {
  std::size_t recent_events = 2'000;
  std::size_t recent_octets = 4 << 20;
  std::size_t page_events = 250;         ///< of one read from the journal, and of one fold
  std::size_t waiters = 10'000;          ///< per projection
  std::size_t idle_events = 10'000;      ///< folded without a change before the checkpoint follows
  std::chrono::milliseconds linger{200}; ///< before changed rows are written
  std::chrono::milliseconds first_pause{50};
  std::chrono::milliseconds longest_pause{2'000};
  std::chrono::milliseconds longest_hold{30'000};
};

struct projector_options {
  storage::schema_name schema;
  std::vector<std::shared_ptr<folding>> foldings;
  clerk_actor clerk;
  /// Told when appends should wait, and when they need no longer. Runs in the projector.
  std::function<void(bool full)> pressure;
  projector_limits limits;
  std::shared_ptr<projection_standings> standings{}; ///< kept up to date; null for nobody
};

class projector_state;
using projector_pointer = projector_actor::stateful_pointer<projector_state>;

/// Folds the journal of one workspace into its read models, each at its own pace: what one cannot
/// get past parks that one and no other. Never steps over a position: what did not arrive is read
/// from the journal. Changed rows are written in the background, by the clerk.
class projector_state {
public:
  void start(projector_pointer self, projector_options options);

  void offer(bodies_ptr bodies);
  void wait(const wait_request& wanted, waiting_room::promise promise);
  [[nodiscard]] status_reply status() const;
  bool repair(const std::string& projection);
  void hold(const std::string& projection, caf::typed_response_promise<hold_reply> promise);
  bool reload(const std::string& projection);

  void persist_changed();
  void retry();
  void expire(std::uint64_t projection, std::uint64_t position, std::uint64_t number);
  void release(std::uint64_t projection, std::uint64_t hold);

private:
  /// One projection and how it stands.
  struct track {
    std::shared_ptr<folding> fold;
    projection_phase phase = projection_phase::opening;
    storage::checkpoint persisted{};
    std::uint64_t folded = 0;
    bool loading = false;       ///< rows for prepared events are being read
    bool opening = false;       ///< its checkpoint is being opened
    std::uint64_t openings = 0; ///< what was prepared before the last is void
    bool writing = false;
    bool unsound = false; ///< only opening its checkpoint anew can mend it
    bool reload_wanted = false;
    fault parked{};
    std::uint64_t holds = 0;
    std::vector<caf::typed_response_promise<hold_reply>> holders{};
    waiting_room in_memory{};
    waiting_room in_table{};

    /// The position its table reflects: what is folded without a change is in it as well.
    [[nodiscard]] std::uint64_t in_table_to() const {
      return fold->changed() ? persisted.position : folded;
    }

    [[nodiscard]] bool is_awaited() const { return in_memory.size() + in_table.size() > 0; }

    /// Whether the journal is read for it first.
    [[nodiscard]] bool precedes(const track& other) const {
      if (is_awaited() != other.is_awaited()) return is_awaited();
      return folded < other.folded;
    }

    [[nodiscard]] bool may_fold(std::uint64_t head) const {
      return phase == projection_phase::folding && !loading && folded < head;
    }
  };

  track* find(const std::string& projection);
  std::optional<wait_reply> known(const track& each, const wait_request& wanted);
  void open(track& each);
  void opened(track& each, std::optional<storage::checkpoint> at, std::uint64_t head);

  void pump();
  void fold_recent(track& each);
  bool fold_page(track& each, const page& from);
  void folded(track& each, const prepared_events& events);
  void read_journal();
  void journal_read(std::uint64_t after, std::uint64_t head, const bodies_ptr& bodies);
  void tell_waiting(track& each);
  void park(track& each, fault why);

  void persist(track& each);
  void persisted(track& each, std::optional<storage::checkpoint> at);
  [[nodiscard]] bool worth_writing(const track& each) const;
  void linger();
  void measure_pressure();
  void show(const track& each) const;
  void pause();
  void go_on();
  void resume();
  void quiet(track& each);

  /// Has the clerk do it; `then` runs here when it was done, `refused` when it never will be. What
  /// could not be reached is left, and tried again after a pause.
  template <class Then, class Refused, class Unreached>
  void ask(clerk_work_ptr work, Then then, Refused refused, Unreached unreached);

  projector_pointer self_ = nullptr;
  std::optional<projector_options> options_;
  std::optional<recent_pages> recent_;
  std::vector<track> tracks_;
  std::uint64_t head_ = 0;
  std::uint64_t numbers_ = 0;
  bool reading_ = false;
  bool lingering_ = false;
  bool pausing_ = false;
  bool full_ = false;
  std::chrono::milliseconds pause_{0};
  caf::actor_clock::time_point paused_until_{};
};

projector_actor::behavior_type projector(projector_pointer self,
                                         std::shared_ptr<const projector_options> options);

}
