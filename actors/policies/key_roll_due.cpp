// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/key_roll_due.hpp"

#include "storage/key_reader.hpp"
#include "storage/provisioning.hpp"

#include <algorithm>

namespace muniment {

bool is_roll_due(const roll_situation& seen, std::chrono::hours between, instant now) {
  if (seen.under_way) return true;
  const auto age = now - seen.era_since;
  return seen.awaited && (age >= between || age < age.zero());
}

bool is_roll_awaited(storage::pool& connections, const std::stop_token& stop) {
  return std::ranges::any_of(
      storage::read_all_workspaces(connections), [&](const storage::workspace_place& place) {
        return !stop.stop_requested() && storage::awaits_roll(connections, place.schema);
      });
}

}
