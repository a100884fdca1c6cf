// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace muniment::cli {

/// How far an operation got, as its reply says.
struct progress {
  std::string what;  ///< `rebuild users`
  std::string stage; ///< `fold`, `check` …; empty before the first
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  double per_second = 0;
  std::string unit = "events"; ///< of what was done
};

/// Reads a reply about an operation.
progress progress_of(const boost::json::object& operation);

/// `rebuild users  [#####.....]  50 %  1.2M of 2.4M  85k/s  14 s left`, cut at `width` columns.
/// Pure.
std::string progress_line(const progress& now, std::size_t width);

/// How often an operation is looked at, how long nothing is said at most where there is no
/// terminal, and how long a server that is away is waited for.
struct follow_pace {
  std::chrono::milliseconds between_looks{200};
  std::chrono::milliseconds between_lines{10'000};
  std::chrono::milliseconds patience{120'000};
};

/// What to do about an operation that did not come to its end.
struct follow_hints {
  std::string failed;
  std::string lost; ///< with the server that did it, since operations are in its memory alone
};

/// Shows an operation until it has ended, on standard error: a bar on a terminal, else a line for
/// each new stage and one at least every ten seconds; returns how it ended. A server that is away
/// is waited for, as `feed` does. An operation that failed, or that the server knows no longer,
/// throws storage::startup_error with its hint.
boost::json::object follow(api& at, const std::string& below, boost::json::object begun,
                           const follow_hints& hints, const follow_pace& pace = {});

}
