// SPDX-License-Identifier: Apache-2.0
#include "projections/workspaces.hpp"

namespace muniment::workspaces {

namespace {

void apply(row& workspace, const envelope& at, const workspace::created& e) {
  workspace.id = at.stream;
  workspace.slug = e.slug;
  workspace.issuer = e.issuer;
  workspace.display_name = e.display_name;
  workspace.key_generation = 1;
  workspace.created_at = at.recorded_at;
}

void apply(row& workspace, const envelope&, const workspace::slug_changed& e) {
  workspace.slug = e.slug;
  workspace.issuer = e.issuer;
}

void apply(row& workspace, const envelope&, const workspace::keys_rolled& e) {
  workspace.key_generation = e.generation;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
