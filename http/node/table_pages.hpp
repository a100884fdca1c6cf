// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace muniment::http {

/// Reads a list page by page, in the order of its ids, and gives each row to `take` until that says
/// false, the list ends, or `most` rows were read. `read` takes the id to go on after and returns a
/// page, which is the last when it has fewer rows than `page`. Of the rows only one page is held at
/// a time. False when there may be more than `most`. Blocks as `read` does.
template <class Read, class Take>
bool each_row(const Read& read, std::size_t page, std::size_t most, const Take& take) {
  std::optional<uuid> after;
  for (std::size_t seen = 0; seen < most; seen += page) {
    auto rows = read(after);
    for (auto& row : rows)
      if (!take(row)) return true;
    if (rows.size() < page) return true;
    after = rows.back().id;
  }
  return false;
}

}
