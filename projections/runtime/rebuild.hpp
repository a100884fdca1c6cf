// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "projections/projection.hpp"
#include "projections/runtime/replay.hpp"
#include "storage/schema_name.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace muniment {

struct replay_progress {
  std::string_view stage; ///< `fold`, `write` (or `fill`: both by turns), `follow`, `check`
  std::uint64_t done = 0; ///< events; a rebuild counts each three times: folded, written, read back
  std::uint64_t total = 0;
  double per_second = 0; ///< events, since the beginning
};

/// How a rebuild asks the live projector of the same projection to make way. Both null when there
/// is none.
struct live_side {
  /// Stops folding and writing; the position folded to, nothing when it did not answer.
  std::function<std::optional<std::uint64_t>()> hold;
  /// Folds on from the new table.
  std::function<void()> reload;
};

struct replay_options {
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t wave_events = 4'096;
  /// In memory at once; while a rebuild folds, of both folds. Of a read model that is written once
  /// only a part is.
  std::size_t most_rows = 5'000'000;
  std::function<void(const replay_progress&)> progress{};
  std::stop_token stop{};
  /// How long a rebuild tries to take the live table's place, and to index its own before, while
  /// somebody holds them.
  std::chrono::milliseconds swap_patience{std::chrono::hours{1}};
};

struct rebuild_report {
  std::string projection;
  std::uint64_t position = 0; ///< the new table reflects it
  std::uint64_t rows = 0;
  crypto::hash checksum{}; ///< of its rows
  std::chrono::milliseconds took{0};
};

/// Refills the table of `P` beside the live one: folds the journal on all threads and, beside that,
/// in order on one; if both agree, copies the rows (of a read model that is written once part by
/// part), follows the journal to its head, compares what is read back, and takes the live table's
/// place in one transaction. Readers notice nothing. Who holds the live table, as a dump of the
/// database does, is waited for: between two tries the live projector folds on. A killed one leaves
/// a shadow that the next one drops. One per projection and workspace at a time. Blocks for long:
/// on a thread of its own. Throws `replay_error`, too_late where a table was held for all of
/// `swap_patience`, and `storage::failure`; the live table then stands. Compiled once for each read
/// model, in projections/runtime/instances; for others include projections/runtime/rebuilding.hpp.
template <projection P>
rebuild_report rebuild(storage::pool& connections, const storage::schema_name& schema,
                       const replay_options& options = {}, const live_side& live = {});

}
