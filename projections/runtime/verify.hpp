// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/runtime/rebuild.hpp"

namespace muniment {

template <projection P>
class hot_view;

/// What comparing a read model with its journal gave.
struct verify_report {
  std::string projection;
  std::uint64_t position = 0; ///< up to which both are compared, overlay included
  std::uint64_t rows = 0;     ///< in the journal's fold
  crypto::hash folded{};      ///< checksum of the journal's fold at the table's checkpoint
  crypto::hash found{};       ///< checksum of the table
  crypto::hash checksum{}; ///< of the journal's fold up to `position`, as a rebuild would have it
  /// The first key that differs, and how; empty when all is equal.
  std::string key{};
  std::string difference{};

  [[nodiscard]] bool equal() const { return difference.empty() && folded == found; }
};

/// Folds the journal again in memory, on one thread in order, and compares: the whole table (one
/// that is written once part by part) with the fold up to the table's checkpoint, then every row
/// that has changed since, in the overlay or where it was written meanwhile, with the fold up to
/// where the overlay stands. `live` is null when no projector folds. Live traffic does not delay
/// it: the table is read as of one moment, however fast it moves on. Blocks for long: on a thread
/// of its own. Throws `replay_error` and `storage::failure`. Compiled once for each read model, in
/// projections/runtime/instances; for others include projections/runtime/verification.hpp.
template <projection P>
verify_report verify(storage::pool& connections, const storage::schema_name& schema,
                     const replay_options& options = {}, const hot_view<P>* live = nullptr);

}
