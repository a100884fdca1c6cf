// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host_keys.hpp"

namespace muniment {

std::optional<storage::key_query> host_keys::wake(std::span<const storage::era> eras,
                                                  const rows_at_hand& rows) {
  const lending lent{*this, rows};
  try {
    ring_.emplace(storage::keyring::wake(journal_, eras, loader()));
    return std::nullopt;
  } catch (const rows_wanted& missing) {
    return missing.query;
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
}

storage::key_loader host_keys::loader() {
  return [this](const storage::key_query& query) {
    if (rows_)
      for (const auto& [asked, rows] : *rows_)
        if (asked == query) return rows;
    throw rows_wanted{query};
  };
}

}
