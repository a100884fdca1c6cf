// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projections/audit.hpp"
#include "projections/runtime/hot_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muniment::http {

/// What is looked for in the audit log; all of it has to hold.
struct audit_wish {
  std::optional<instant> from = {};  ///< inclusive
  std::optional<instant> until = {}; ///< exclusive
  std::optional<uuid> actor = {};
  std::optional<uuid> subject = {};
  std::optional<std::string> type = {}; ///< `user.registered`, or the whole of `user`
  std::uint64_t after = 0;
  std::size_t limit = 50;
};

/// Some rows in order of their positions, and where to go on; nothing there is the end.
struct audit_found {
  std::vector<audit::row> rows = {};
  std::optional<std::uint64_t> next = {};
};

/// Whether a row is one of those, apart from where the search begins.
bool wanted(const audit_wish& wish, const audit::row& row);

/// The first position recorded at `moment` or later, among `1..head`; head + 1 if there is none.
/// `moment_of` tells when a position was recorded; times do not decrease.
std::uint64_t first_at(instant moment, std::uint64_t head,
                       const std::function<instant(std::uint64_t)>& moment_of);

/// Searches the table. Rows that do not match are passed over, at most some thousand of them in one
/// search: the answer may be empty and yet have a `next`. Blocks.
audit_found search_audit(hot_view<audit::model>& view, const audit_wish& wish, std::uint64_t head);

}
