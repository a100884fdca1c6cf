// SPDX-License-Identifier: Apache-2.0
#include "storage/key_staging.hpp"

#include "storage/key_tree.hpp"

#include <algorithm>

namespace muniment::storage {

void key_staging::stage(key_changes& changes, key_row row) {
  changes.written.push_back(row);
  const auto id = id_of(row);
  keys_.insert_or_assign(id, staged_key{std::move(row), 1});
}

void key_staging::depend(key_changes& changes, const key_id& id) {
  const auto staged = keys_.find(id);
  if (staged == keys_.end()) return;
  const auto carried = [&](const key_row& row) { return id_of(row) == id; };
  if (std::ranges::any_of(changes.written, carried)) return;
  changes.written.push_back(staged->second.row);
  ++staged->second.carriers;
}

const key_row* key_staging::find(const key_id& id) const {
  const auto staged = keys_.find(id);
  return staged == keys_.end() ? nullptr : &staged->second.row;
}

void key_staging::committed(const key_changes& changes) {
  for (const auto& row : changes.written)
    keys_.erase(id_of(row));
}

std::vector<key_id> key_staging::refused(const key_changes& changes) {
  std::vector<key_id> gone;
  for (const auto& row : changes.written) {
    const auto staged = keys_.find(id_of(row));
    if (staged == keys_.end() || --staged->second.carriers > 0) continue;
    gone.push_back(staged->first);
    keys_.erase(staged);
  }
  return gone;
}

}
