// SPDX-License-Identifier: Apache-2.0
#include "projections/projects.hpp"

namespace muniment::projects {

namespace {

void apply(row& project, const envelope& at, const project::created& e) {
  project.id = at.stream;
  project.name = e.name;
  project.created_at = at.recorded_at;
}

void apply(row& project, const envelope&, const project::role_defined& e) {
  project.roles.push_back(e.role);
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
