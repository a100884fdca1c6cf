// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/keys.hpp"
#include "ops/doctor/places.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace muniment::doctor {

/// What a workspace's schema tells without being woken.
struct seen_workspace {
  keyed_workspace known;
  std::optional<std::chrono::system_clock::time_point> newest_event = {};
};

/// The oldest `most` workspaces that a login of ours may look into, each in a read-only transaction
/// as its own role. Nothing where no such login is known or nothing is prepared. Throws
/// storage::failure, what pqxx throws, and storage::key_error for a key row without a header.
std::vector<seen_workspace> see_workspaces(const places& at, std::size_t most);

}
