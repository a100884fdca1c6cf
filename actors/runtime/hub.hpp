// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <string>

namespace muniment {

/// What the hub commits with: a connection, replaced when it is lost or has grown.
class committer {
public:
  virtual ~committer() = default;

  /// The fate of each part; blocks within the deadlines of the connection, never throws.
  virtual storage::commit_result commit(std::span<const storage::journal_part> parts) = 0;

  /// The backend that the last `commit` used.
  [[nodiscard]] virtual std::optional<storage::backend_id> backend() const = 0;
};

/// Over a `hub_connection` as the login of `dsn`: connects at first use and again after a loss, and
/// replaces the connection between transactions once it is full.
std::shared_ptr<committer> make_committer(std::string dsn, storage::hub_options options = {});

struct hub_limits {
  std::size_t parts = 50; ///< of one transaction: more add latency and no rate (append.md)
};

/// What a hub did since it began, for metrics. Any thread reads.
struct hub_counts {
  std::atomic<std::uint64_t> commits = 0;            ///< transactions
  std::atomic<std::uint64_t> events = 0;             ///< of the parts that were committed
  std::array<std::atomic<std::uint64_t>, 6> parts{}; ///< by `part_verdict`
};

struct hub_state {
  std::shared_ptr<committer> database;
  std::shared_ptr<hub_counts> counts;
  hub_limits limits;
  std::vector<part_ptr> waiting;
  std::vector<caf::typed_response_promise<part_reply>> promises;

  /// Commits the oldest of what waits and answers each; says whether more is waiting.
  bool commit_waiting();

private:
  void tally(std::span<const storage::journal_part> parts, const storage::commit_result& result);
};

/// The hub: parts that arrive while a commit runs wait in the mailbox and form the next one. Spawn
/// it detached, for it blocks. A workspace keeps to one hub, so its parts come in order, one at a
/// time. Counts into `counts`, unless that is null.
hub_actor::behavior_type hub(hub_actor::stateful_pointer<hub_state> self,
                             std::shared_ptr<committer> database,
                             std::shared_ptr<hub_counts> counts, hub_limits limits);

}
