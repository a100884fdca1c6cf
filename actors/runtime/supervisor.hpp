// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/host.hpp"
#include "actors/runtime/journal.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace muniment {

struct supervisor_limits {
  std::size_t held_commands = 200;          ///< while it wakes
  std::chrono::seconds idle{600};           ///< without a command; then it sleeps
  std::chrono::milliseconds waking{10'000}; ///< for which it is worth beginning, once wanted
  std::chrono::milliseconds first_pause{50};
  std::chrono::milliseconds longest_pause{5'000};
  std::chrono::milliseconds lease_pause{500}; ///< before asking again for what another node holds
};

/// What readers see of a workspace without asking its supervisor. `term` is 0 while it is not
/// awake, and another one after each waking.
struct workspace_presence {
  std::atomic<std::uint64_t> term = 0;
  std::atomic<bool> touched = false;    ///< somebody read since the last look for idleness
  std::atomic<std::uint64_t> lease = 0; ///< the term in which its lease is held (lease_term)
};

struct supervisor_options {
  storage::schema_name schema;
  hub_actor hub;
  archivist_actor archivist;
  /// What the key store holds now, newest last. Any thread.
  std::function<std::vector<storage::era>()> eras;
  std::function<instant()> clock;
  /// Starts what folds this workspace's journal, and is told when appends should wait. Without it
  /// nothing is folded.
  std::function<projector_actor(std::function<void(bool full)> pressure)> project;
  /// Told after each unknown outcome that was settled.
  std::function<void(settlement, const journal_counts&)> report;
  journal_limits journal;
  host_limits host;
  supervisor_limits limits;
  std::shared_ptr<workspace_presence> presence{};
  /// Whom to ask before the journal is opened; without it no other node can be there.
  lease_keeper_actor leases{};
  /// Whom to ask next, still before the journal is opened; without it no schema lacks anything.
  migrator_actor migrator{};
  /// What spares asking; without it everybody is asked.
  std::shared_ptr<const schema_standing> schemas{};
};

using attend_promise = caf::typed_response_promise<attend_reply>;

class supervisor_state;
using supervisor_pointer = supervisor_actor::stateful_pointer<supervisor_state>;

/// Keeps one workspace: wakes it for the first command or reader by taking its lease, bringing its
/// schema up to date and taking its journal over, restarts it from the journal when a child fails,
/// and lets it sleep when nobody asks. Nothing is begun anew before all that was begun before has
/// ended: two projectors would fold into the same rows. While it wakes for the first time, and
/// while its projector is full, commands wait, bounded; while it recovers they are refused as
/// `unavailable`. What a host tells besides (actors/runtime/readings.hpp) waits for the waking
/// only.
class supervisor_state {
public:
  void start(supervisor_pointer self, std::shared_ptr<const supervisor_options> options);
  template <class Request, class Reply>
  void accept(const Request& request, caf::typed_response_promise<Reply> promise);
  void attend(attend_promise promise);
  void press(std::uint64_t term, bool full);
  void lapse();
  void retry();
  void expect_idleness();
  void look_idle();
  void sleep();

private:
  enum class phase { asleep, waking, awake, recovering };
  struct held_request {
    std::function<void()> forward;
    std::function<void(refusal_code)> refuse;
  };

  /// A request that a host has, and what to say when it ends without an answer.
  struct under_way {
    caf::actor_addr host;
    std::function<void()> lose;
  };

  void child_down();
  void child_ended(const caf::actor_addr& child);
  void wake();
  void leased(const lease_reply& reply);
  void hold_lease(std::uint64_t term);
  void give_lease_back();
  void fall_asleep();
  void follow_schema();
  void followed(const migrate_reply& reply);
  void open_journal();
  void woken(const wake_reply& reply);
  void not_woken(const std::string& why);
  void stand_up(const journal_cursor& cursor);
  template <class Request, class Reply>
  void forward(const Request& request, caf::typed_response_promise<Reply> promise);
  void release_held();
  void rest();
  void lose_requests_of(const caf::actor_addr& host);
  void fail_held();
  void stop_children();
  [[nodiscard]] attend_reply attendance() const;
  void show(std::uint64_t term);

  supervisor_pointer self_ = nullptr;
  std::shared_ptr<const supervisor_options> options_;
  phase phase_ = phase::asleep;
  std::deque<held_request> held_;
  journal_actor journal_;
  host_actor host_;
  projector_actor projector_;
  std::vector<attend_promise> readers_;
  std::uint64_t term_ = 0;
  std::uint64_t position_ = 0; ///< of the journal when it woke
  bool full_ = false;
  std::set<caf::actor_addr> ending_; ///< children that were told to end and have not yet
  bool wake_awaits_ends_ = false;
  std::chrono::milliseconds pause_{0};
  bool asked_ = false;
  bool looking_ = false;    ///< a look for idleness is awaited
  std::uint64_t lease_ = 0; ///< the term in which the lease is held
  bool elsewhere_ = false;  ///< another node has it
  std::string told_;        ///< why it last did not wake
  std::map<std::uint64_t, under_way> under_way_;
  std::uint64_t last_request_ = 0;
};

supervisor_actor::behavior_type supervisor(supervisor_pointer self,
                                           std::shared_ptr<const supervisor_options> options);

}
