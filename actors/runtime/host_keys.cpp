// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host_keys.hpp"

#include <algorithm>

namespace muniment {

std::optional<storage::key_query> host_keys::wake(std::span<const storage::era> eras) {
  try {
    ring_.emplace(storage::keyring::wake(journal_, eras, loader()));
    supplied_.clear();
    return std::nullopt;
  } catch (const rows_wanted& missing) {
    return missing.query;
  }
}

void host_keys::supply(const storage::key_query& query, std::vector<storage::key_row> rows) {
  supplied_.emplace_back(query, std::move(rows));
}

storage::key_loader host_keys::loader() {
  return [this](const storage::key_query& query) {
    const auto found =
        std::ranges::find(supplied_, query, [](const auto& each) { return each.first; });
    if (found == supplied_.end()) throw rows_wanted{query};
    return found->second;
  };
}

}
