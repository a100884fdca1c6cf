// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "storage/read_models.hpp"

#include <optional>
#include <vector>

namespace muniment::http {

/// Rows that were looked for, and where to go on; nothing there is the end.
template <class Row>
struct sifted {
  std::vector<Row> rows = {};
  std::optional<uuid> next = {};
};

/// So many pages are looked through for one reply.
inline constexpr int most_sifted_pages = 25;

/// Looks through the pages that `page_after(after)` gives, each of `read_models::list_limit` rows
/// unless it is the last, for those that `keep(row)` takes, at most `limit`. Others are passed
/// over, at most some thousand: the answer may be empty and yet have a `next`. Blocks as
/// `page_after` does.
template <class Row, class Page, class Keep>
sifted<Row> sift(Page&& page_after, Keep&& keep, std::optional<uuid> after, std::size_t limit) {
  sifted<Row> found;
  for (int page = 0; page < most_sifted_pages; ++page) {
    const std::vector<Row> rows = page_after(after);
    for (const auto& row : rows) {
      after = row.id;
      if (!keep(row)) continue;
      found.rows.push_back(row);
      if (found.rows.size() < limit) continue;
      found.next = after;
      return found;
    }
    if (rows.size() < storage::read_models::list_limit) return found;
  }
  found.next = after;
  return found;
}

}
