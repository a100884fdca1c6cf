// SPDX-License-Identifier: Apache-2.0
#include "storage/key_changes.hpp"

#include "storage/key_tree.hpp"

#include <algorithm>

namespace muniment::storage {

void add_to(journal_part& part, const key_changes& changes) {
  auto& rows = part.keys_written;
  // Only what stood in the part before can be there already: changes hold each row once.
  const auto before = static_cast<std::ptrdiff_t>(rows.size());
  for (const auto& row : changes.written) {
    const auto end = rows.begin() + before;
    const auto same = std::find_if(
        rows.begin(), end, [&](const key_row& other) { return id_of(other) == id_of(row); });
    if (same == end)
      rows.push_back(row);
    else
      *same = row;
  }
  part.keys_deleted.insert(part.keys_deleted.end(), changes.deleted.begin(), changes.deleted.end());
}

}
