// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muniment::storage {

/// What is known about one part after `commit` has returned.
enum class part_verdict {
  committed, ///< Durable.
  refused, ///< Not written: another epoch or position stands in the head. Not the writer any more.
  failed,  ///< Not written: the database said no; `sqlstate` says which no.
  malformed, ///< Not sent: `sentence` says what is wrong with it.
  unknown,   ///< May or may not be durable: resolve before anything else is appended there.
  not_sent,  ///< Certainly not written: the connection was lost before a commit could leave.
};

/// At most one of `sqlstate`, what the server said, and `sentence`, what was found here, is told.
/// Neither holds data.
struct part_result {
  part_verdict verdict = part_verdict::not_sent;
  std::string sqlstate{};
  std::string sentence{};
  bool operator==(const part_result&) const = default;
};

/// `parts[i]` tells about the i-th part given. After `lost` the connection is of no more use.
struct commit_result {
  std::vector<part_result> parts;
  bool lost = false;
  std::size_t transactions = 0; ///< that were committed; several where each part was tried alone
};

/// The head as `take_over` left it. `raised`: the caller now owns the writing; otherwise another
/// epoch than the expected one stood there and nothing was changed.
struct taken_head {
  bool raised = false;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  bytes frontier;
};

/// `taken`: `head` holds. `busy`: an append in flight kept the head past the lock timeout.
/// `failed`: `sqlstate` says why. `unknown`: the connection was lost, or, where there is a
/// `sqlstate`, the standby was not waited for (`head` then holds, but may not outlive a failover).
enum class takeover_verdict { taken, busy, failed, unknown };

struct takeover_result {
  takeover_verdict verdict = takeover_verdict::unknown;
  taken_head head{};
  std::string sqlstate{};
};

/// A backend of the server, told from a later one with the same process id by when it started.
struct backend_id {
  std::int32_t pid = 0;
  std::string started_at;
};

struct hub_options {
  std::chrono::milliseconds connect_deadline{5'000};
  /// Whole exchanges: everything sent and every result read.
  std::chrono::milliseconds commit_deadline{10'000};
  std::chrono::milliseconds lock_timeout{2'000};
  /// A backend keeps 0.3 MB for each schema it ever appended to and gives it back only at its end:
  /// the connection is replaced after so many.
  std::size_t schemas_per_connection = 400;
  /// Acknowledges what may not be on disk yet if the server is set to: for proofs of what is lost
  /// then.
  bool as_server_is_set = false;
};

/// A connection of the commit hub: appends parts of many workspaces in one transaction and one
/// round trip (pipeline mode). Blocking, each wait bounded by a deadline; one thread at a time.
class hub_connection {
public:
  /// `dsn` names the login `muniment_hub`. Throws `storage::failure` when no session is ready
  /// within the deadline.
  explicit hub_connection(const std::string& dsn, hub_options options = {});
  ~hub_connection();
  hub_connection(hub_connection&&) noexcept;
  hub_connection& operator=(hub_connection&&) noexcept;

  /// One transaction over all well-formed parts, at most one per schema; when the database refuses
  /// one of them, each is tried once more in a transaction of its own. Never throws for what the
  /// server or the network does.
  commit_result commit(std::span<const journal_part> parts);

  /// Raises the epoch of `schema` if it still is `expected_epoch`. Waits for an append in flight,
  /// at most the lock timeout.
  takeover_result take_over(const schema_name& schema, std::uint64_t expected_epoch);

  /// Ends a backend of the same login that still holds a head. False when there was none.
  /// Throws `storage::failure` when the server cannot be asked.
  bool terminate(const backend_id& backend);

  /// Ends what other hubs of this deployment began to append and have not sent to its end within
  /// the commit deadline, as no hub that runs takes: their nodes stopped, or vanished, and their
  /// locks would stay as long as that lasts. How many there were. One that comes to itself finds
  /// its connection lost. Throws `storage::failure` when the server cannot be asked.
  std::uint64_t end_stalled();

  /// Schemas this backend holds memory for.
  [[nodiscard]] std::size_t schemas_seen() const;

  /// True once they are as many as its options allow: make a new one, between transactions.
  [[nodiscard]] bool full() const;

  [[nodiscard]] const backend_id& backend() const;
  [[nodiscard]] std::int32_t backend_pid() const { return backend().pid; }

  /// False once a loss was seen: make a new one.
  [[nodiscard]] bool usable() const;

private:
  class session;
  std::unique_ptr<session> session_;
};

}
