// SPDX-License-Identifier: Apache-2.0
#include "projections/roles.hpp"

namespace muniment::roles {

namespace {

void apply(row& role, const envelope& at, const role::granted& e) {
  role.id = at.stream;
  role.user = e.user;
  role.project = e.project;
  role.role = e.role;
  role.granted_at = at.recorded_at;
  role.revoked_at.reset();
}

void apply(row& role, const envelope& at, const role::revoked&) {
  role.revoked_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
