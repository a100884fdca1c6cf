// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/host/wish.hpp"
#include "tests/support/history.hpp"

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace muniment::test {

/// What the clients saw, summed up over a campaign.
struct client_counts {
  std::uint64_t acknowledged = 0;
  std::uint64_t attempts = 0;
  std::uint64_t unanswered = 0; ///< attempts lost with a killed server
  std::uint64_t answered_unknown = 0;
  std::uint64_t proved_written = 0; ///< repetitions after one of those that found the first
  std::uint64_t proved_absent = 0;  ///< and those that had to be written anew
  std::uint64_t given_up = 0;       ///< in doubt and never repeated
  std::uint64_t gone_refused = 0;   ///< refused, not in doubt, and never repeated
  client_counts& operator+=(const client_counts& other);
};

/// An answer as the host's line tells it.
struct told_answer {
  std::uint64_t attempt = 0;
  known_outcome outcome = known_outcome::none;
  std::uint64_t position = 0;
};

/// Many clients with at most one command each on its way. A client repeats its command under the
/// same id until it is acknowledged, or, now and then, gives up after a refusal or in doubt. Knows
/// no pipe and no clock: moments are nanoseconds the caller tells.
class clients {
public:
  /// The even ones write facts, the odd ones traffic.
  clients(std::size_t count, std::uint64_t seed);

  /// An attempt and the server it goes to.
  struct attempt {
    int server = 0;
    wish what;
  };

  /// The server a client speaks to now; nothing when it can reach none.
  using route = std::function<std::optional<int>(std::size_t client)>;

  /// The attempts to be made now, each told once. New commands are begun only while `loading`.
  std::vector<attempt> due(std::int64_t now, bool loading, const route& to);

  void answered(const told_answer& answer, std::int64_t now);

  /// The server was killed: what it was asked and did not answer is in doubt.
  void server_died(int server, std::int64_t now);

  [[nodiscard]] std::size_t in_flight() const { return flying_.size(); }

  /// Those on their way to a server that were sent by `moment`.
  [[nodiscard]] std::size_t in_flight_to(int server, std::int64_t moment = INT64_MAX) const;
  [[nodiscard]] const client_counts& counts() const { return counts_; }

  /// No client has a command that is not decided.
  [[nodiscard]] bool at_rest() const;

  /// All commands so far; those on their way have no answer.
  [[nodiscard]] std::vector<operation> history() const;

private:
  struct client {
    std::optional<std::size_t> operation; ///< its place in the history, while undecided
    std::uint64_t nonce = 0;
    bool flying = false;
    bool doubtful = false; ///< an earlier attempt may have been written
    std::int64_t not_before = 0;
  };

  struct flight {
    std::size_t client;
    int server;
    std::int64_t sent_at;
  };

  [[nodiscard]] bool moves(const client& each, std::int64_t now, bool loading) const;
  wish next(std::size_t each, std::int64_t now);
  void refused(client& each, std::int64_t now);
  void doubt(client& each, known_outcome outcome, std::int64_t now);
  void acknowledge(client& each, const told_answer& answer);
  uuid fresh_id();

  std::vector<client> clients_;
  std::vector<operation> history_;
  std::map<std::uint64_t, flight> flying_; ///< by attempt
  std::uint64_t last_attempt_ = 0;
  std::mt19937_64 random_;
  client_counts counts_;
};

}
