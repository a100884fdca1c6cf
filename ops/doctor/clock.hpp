// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <chrono>

namespace muniment::doctor {

/// What the kernel says of the system clock (adjtimex(2)).
struct clock_state {
  bool synchronised = false;
  std::chrono::microseconds largest_error{};
};

/// How far a time is ahead of ours, and how well that is known.
struct clock_offset {
  std::chrono::milliseconds ahead{};
  std::chrono::milliseconds uncertain{};
};

/// Beyond it nodes and database disagree about who may serve.
inline constexpr std::chrono::seconds skew_budget{60};

finding judge_system_clock(const clock_state& now);

finding judge_database_clock(const clock_offset& database);

/// `ahead`: of the newest event of the deployment. Times of a journal never go back, so after a
/// clock was set back its events keep the time of the last one.
finding judge_journal_time(std::chrono::milliseconds ahead);

}
