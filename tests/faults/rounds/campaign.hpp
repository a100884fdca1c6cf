// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/faults/rounds/faults.hpp"

#include <set>
#include <string>

namespace muniment::test {

struct campaign_options {
  std::size_t rounds = 10; ///< counted ones
  /// Go on until so many unknown outcomes of each result were resolved: as parts by the journal,
  /// and as commands by clients who asked again.
  std::uint64_t unknown = 0;
  std::set<std::string> victims{"server", "postgres", "cut", "writer"};
  std::uint64_t seed = 1;
  std::chrono::seconds limit{1'500};
  std::size_t clients = 128;
};

/// Rounds of load, fault, recovery and check, printed one by one, then the sums. A round whose
/// fault met too few commands in flight is repeated, a few times. True when every counted round was
/// without violation and all that was asked for came about within the limit.
class campaign {
public:
  campaign(cluster& at, campaign_options options);

  bool run();

  [[nodiscard]] std::size_t passed() const { return passed_; }
  [[nodiscard]] std::size_t failed() const { return failed_; }

private:
  [[nodiscard]] bool enough() const;
  const fault& next_fault();
  void round();
  bool attempt(const fault& what);
  bool serve();
  bool crowd();
  bool settle();
  bool judge(const fault& what, std::size_t in_flight, bool settled);
  void fresh_arena();
  void close_arena();
  void print() const;

  cluster& cluster_;
  campaign_options options_;
  std::mt19937_64 random_;
  std::optional<arena> arena_;
  std::size_t rounds_in_arena_ = 0;
  std::size_t last_fault_ = 0;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::size_t not_counted_ = 0;
  std::optional<std::size_t> least_seen_in_flight_;
  client_counts counts_;
  std::uint64_t found_written_ = 0;
  std::uint64_t found_absent_ = 0;
  std::uint64_t takeovers_ = 0;
  std::uint64_t events_checked_ = 0;
};

/// The first few on standard output.
void print(std::span<const violation> found);

}
