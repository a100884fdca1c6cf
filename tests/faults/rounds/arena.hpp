// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/rounds/clients.hpp"
#include "tests/faults/rounds/cluster.hpp"
#include "tests/faults/rounds/server.hpp"

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <span>

namespace muniment::test {

struct arena_options {
  std::size_t clients = 128;
  std::uint64_t seed = 1;
  bool dedup = true;
  bool as_server_is_set = false; ///< as of `hub_options`
  /// Facts go to the first server only and traffic to the second only.
  bool apart = false;
};

/// One workspace, one or two servers on it and many clients: all that happens is driven by `run_*`
/// on the calling thread, which waits on pipes with a deadline and never otherwise.
class arena {
public:
  arena(cluster& at, arena_options options);

  using condition = std::function<bool()>;
  using milliseconds = std::chrono::milliseconds;

  /// Lets everything happen until the condition holds, which is asked at least every few
  /// milliseconds; false when it does not within `limit`.
  bool run_until(const condition& reached, milliseconds limit = milliseconds{60'000});

  /// Lets everything happen for so long.
  void run_for(std::chrono::microseconds span);

  /// Whether clients begin new commands.
  void load(bool on) { loading_ = on; }

  /// One more host, told to take the journal over.
  void start_server();

  /// Kills the oldest server, or the one with the most commands on their way to it; how many those
  /// were at that moment: what any server had said by then is heard before they are counted.
  std::size_t kill_oldest();
  std::size_t kill_busiest();

  /// How many are on their way now, likewise.
  std::size_t in_flight();

  /// One for each commit whose connection was lost, in the order they were heard of: how many
  /// commands were on their way to its server then. Those were sent before that commit began, and
  /// had no answer yet when the server said that it was lost.
  [[nodiscard]] std::span<const std::size_t> losses() const { return losses_; }

  /// The oldest server.
  server& first() { return *servers_.front().process; }

  [[nodiscard]] const clients& everybody() const { return clients_; }
  [[nodiscard]] std::uint64_t takeovers() const { return takeovers_; }
  [[nodiscard]] std::uint64_t found_written() const { return found_written_; }
  [[nodiscard]] std::uint64_t found_absent() const { return found_absent_; }
  [[nodiscard]] std::uint64_t resolved() const { return found_written_ + found_absent_; }
  [[nodiscard]] std::uint64_t answers() const { return answers_; }
  [[nodiscard]] bool any_awake() const;

  /// Events in the journal, as the database says.
  [[nodiscard]] std::uint64_t written() const;

  /// Why a host last said that its journal sleeps.
  [[nodiscard]] const std::string& last_sleep() const { return last_sleep_; }

  /// The history so far against the journal as it stands in the database.
  [[nodiscard]] std::vector<violation> check() const;

  [[nodiscard]] const storage::schema_name& schema() const { return schema_; }
  cluster& database() { return cluster_; }

private:
  struct place {
    int id = 0;
    std::unique_ptr<server> process;
    bool awake = false;
    bool waking = false;
    std::int64_t wake_not_before = 0;
    std::uint64_t answers_at_sleep = 0;
    std::uint64_t written = 0; ///< as last reported by the journal it has now
    std::uint64_t absent = 0;
  };

  void step(std::chrono::microseconds patience);
  void speak();
  void wake_sleepers();
  void wait(std::chrono::microseconds patience);
  void listen_to_all();
  void hear(place& from, const std::string& line);
  void hear_answer(std::istream& words);
  void hear_counts(place& from, std::istream& words);
  void hear_loss(const place& from, std::istream& words);
  std::size_t bury(place& dead);
  [[nodiscard]] std::optional<int> route(std::size_t client) const;

  cluster& cluster_;
  arena_options options_;
  storage::schema_name schema_;
  clients clients_;
  std::list<place> servers_;
  int last_id_ = 0;
  bool loading_ = false;
  std::uint64_t takeovers_ = 0;
  std::uint64_t found_written_ = 0;
  std::uint64_t found_absent_ = 0;
  std::uint64_t answers_ = 0;
  std::vector<std::size_t> losses_;
  std::string last_sleep_;
};

}
