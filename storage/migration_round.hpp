// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/migrations.hpp"

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace muniment::storage {

/// What came of a round over the workspaces whose schema lacks a step.
struct migration_report {
  bool begun = false;               ///< else another node is at it
  bool whole = false;               ///< it came to the end: whoever lacked a step was seen
  std::size_t followed = 0;         ///< workspaces that lack none any more
  std::size_t failed = 0;           ///< that still do
  std::vector<std::string> reasons; ///< why, of the first twenty: schema and cause

  /// There is nothing left for another round.
  [[nodiscard]] bool finished() const { return whole && failed == 0; }
};

/// Lets every workspace take the steps that its schema lacks, those that sleep too, one after the
/// other. One node at a time: it holds a lock over a connection of its own, as the login of `dsn`,
/// which needs no right but to connect. What another node does meanwhile harms nobody. Ends between
/// two steps once `stop` is asked for. Blocking, for as long as there are workspaces; on a thread
/// of its own. Throws `failure` when the lock cannot be asked for or the workspaces not be listed.
migration_report migrate_workspaces(pool& connections, const std::string& dsn,
                                    std::span<const migration> steps,
                                    const std::stop_token& stop = {});

}
