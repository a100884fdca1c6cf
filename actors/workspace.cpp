// SPDX-License-Identifier: Apache-2.0
#include "actors/workspace.hpp"

#include "actors/lawful.hpp"

#include <algorithm>

namespace muniment::workspace {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

constexpr std::size_t longest_slug = 50;

bool slug_octet(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

bool addressable(std::string_view slug, std::string_view issuer) {
  return is_slug(slug) && lawful::issuer(issuer);
}

answer found(const plain_state& workspace, const create& wish) {
  if (workspace.phase != phase::absent) return refusal_code::already_exists;
  if (!addressable(wish.slug, wish.issuer) || !lawful::text(wish.display_name))
    return refusal_code::invalid_value;
  return outcome{{created{wish.slug, wish.issuer, wish.display_name}}};
}

answer move(const plain_state& workspace, const change_slug& wish) {
  if (workspace.phase == phase::absent) return refusal_code::not_found;
  if (!addressable(wish.slug, wish.issuer)) return refusal_code::invalid_value;
  if (wish.slug == workspace.slug && wish.issuer == workspace.issuer) return outcome{};
  return outcome{{slug_changed{wish.slug, wish.issuer}}};
}

answer roll(const plain_state& workspace, const roll_keys& wish) {
  if (workspace.phase == phase::absent) return refusal_code::not_found;
  if (wish.generation == workspace.generation) return outcome{};
  if (wish.generation != workspace.generation + 1) return refusal_code::invalid_state;
  return outcome{{keys_rolled{wish.generation}}};
}

}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= longest_slug && std::ranges::all_of(text, slug_octet) &&
         text.front() != '-' && text.back() != '-' && text.find("--") == std::string_view::npos;
}

answer decide(const state<opened>& workspace, const command& wish) {
  return std::visit(on{[&](const create& c) { return found(workspace, c); },
                       [&](const change_slug& c) { return move(workspace, c); },
                       [&](const roll_keys& c) { return roll(workspace, c); }},
                    wish);
}

state<stored> evolve(state<stored> workspace, const event<stored>& fact) {
  std::visit(on{[&](const created& e) {
                  workspace = {phase::active, e.slug, e.issuer, 1};
                },
                [&](const slug_changed& e) {
                  workspace.slug = e.slug;
                  workspace.issuer = e.issuer;
                },
                [&](const keys_rolled& e) { workspace.generation = e.generation; }},
             fact);
  return workspace;
}

}
