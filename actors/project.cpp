// SPDX-License-Identifier: Apache-2.0
#include "actors/project.hpp"

#include "actors/lawful.hpp"
#include "actors/role.hpp"

#include <algorithm>

namespace muniment::project {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

answer found(const plain_state& project, const create& wish) {
  if (project.phase != phase::absent) return refusal_code::already_exists;
  if (!lawful::text(wish.name)) return refusal_code::invalid_value;
  return outcome{{created{wish.name}}, {public_claim(claim_kind::project_name, wish.name)}};
}

answer learn(const plain_state& project, const define_role& wish) {
  if (project.phase == phase::absent) return refusal_code::not_found;
  if (!lawful::token(wish.role) || wish.role.starts_with(role::built_in_prefix))
    return refusal_code::invalid_value;
  if (std::ranges::find(project.roles, wish.role) != project.roles.end()) return outcome{};
  if (project.roles.size() >= most_roles) return refusal_code::limit_reached;
  return outcome{{role_defined{wish.role}}};
}

}

answer decide(const state<opened>& project, const command& wish) {
  return std::visit(on{[&](const create& c) { return found(project, c); },
                       [&](const define_role& c) { return learn(project, c); }},
                    wish);
}

state<stored> evolve(state<stored> project, const event<stored>& fact) {
  std::visit(on{[&](const created&) { project.phase = phase::active; },
                [&](const role_defined& e) { project.roles.push_back(e.role); }},
             fact);
  return project;
}

}
