// SPDX-License-Identifier: Apache-2.0
#include "http/admin/audit_search.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::size_t page_rows = storage::read_models::list_limit;
constexpr int most_pages = 25;

std::vector<audit::row> page_after(hot_view<audit::model>& view, const audit_wish& wish,
                                   std::uint64_t after) {
  if (wish.subject) return view.find("subject", wish.subject, after, page_rows);
  if (wish.actor) return view.find("actor_id", wish.actor, after, page_rows);
  return view.list(after, page_rows);
}

/// Before the first row that is looked for.
std::uint64_t beginning(hot_view<audit::model>& view, const audit_wish& wish, std::uint64_t head) {
  if (!wish.from) return wish.after;
  const auto first = first_at(*wish.from, head, [&](std::uint64_t position) {
    const auto row = view.read(position);
    // A row that is not there was recorded in no time at all: the search stays on its right side.
    return row ? row->recorded_at : instant::max();
  });
  return std::max(wish.after, first - 1);
}

bool is_of(const std::string& type, const std::string& wanted) {
  return type == wanted || (type.starts_with(wanted) && type[wanted.size()] == '.');
}

}

bool wanted(const audit_wish& wish, const audit::row& row) {
  return (!wish.from || row.recorded_at >= *wish.from) &&
         (!wish.until || row.recorded_at < *wish.until) &&
         (!wish.actor || row.actor_id == wish.actor) &&
         (!wish.subject || row.subject == wish.subject) &&
         (!wish.type || is_of(row.type, *wish.type));
}

std::uint64_t first_at(instant moment, std::uint64_t head,
                       const std::function<instant(std::uint64_t)>& moment_of) {
  std::uint64_t low = 1;
  std::uint64_t high = head + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (moment_of(middle) < moment)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

audit_found search_audit(hot_view<audit::model>& view, const audit_wish& wish, std::uint64_t head) {
  audit_found found;
  auto after = beginning(view, wish, head);
  for (int page = 0; page < most_pages; ++page) {
    const auto rows = page_after(view, wish, after);
    for (const auto& row : rows) {
      after = row.position;
      if (wish.until && row.recorded_at >= *wish.until) return found;
      if (!wanted(wish, row)) continue;
      found.rows.push_back(row);
      if (found.rows.size() < wish.limit) continue;
      found.next = after;
      return found;
    }
    if (rows.size() < page_rows) return found;
  }
  found.next = after;
  return found;
}

}
