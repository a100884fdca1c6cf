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
  } catch (...) {
    supplied_.clear();
    throw;
  }
}

void host_keys::begin(const storage::era& newest) {
  if (ring_) return;
  birth_ = {};
  ring_.emplace(storage::keyring::create(journal_, newest, loader(), birth_));
}

void host_keys::bear(storage::key_changes& changes) {
  auto& rows = changes.written;
  rows.insert(rows.begin(), birth_.written.begin(), birth_.written.end());
}

void host_keys::abandon() {
  ring_.reset();
  birth_ = {};
  supplied_.clear();
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
