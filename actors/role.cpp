// SPDX-License-Identifier: Apache-2.0
#include "actors/role.hpp"

#include "actors/lawful.hpp"
#include "crypto/digest.hpp"

namespace muniment::role {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

bool acceptable(const grant& wish) {
  return !wish.user.is_nil() && !wish.project.is_nil() && lawful::token(wish.role);
}

answer give(const plain_state& role, const grant& wish) {
  if (!acceptable(wish)) return refusal_code::invalid_value;
  const bool same =
      role.user == wish.user && role.project == wish.project && role.role == wish.role;
  if (role.phase != phase::absent && !same) return refusal_code::already_exists;
  if (role.phase == phase::standing) return outcome{};
  return outcome{{granted{wish.user, wish.project, wish.role}}};
}

answer take_back(const plain_state& role) {
  if (role.phase == phase::absent) return refusal_code::not_found;
  if (role.phase == phase::revoked) return outcome{};
  return outcome{{revoked{}}};
}

}

bool is_built_in(std::string_view role) {
  return role == workspace_admin || role == workspace_auditor;
}

uuid stream_of(const uuid& user, const uuid& project, std::string_view role) {
  const auto digest = crypto::sha256_stream()
                          .update(as_bytes("muniment role"))
                          .update(user.view())
                          .update(project.view())
                          .update(as_bytes(role))
                          .finish();
  return uuid::of_digest(digest);
}

answer decide(const state<opened>& role, const command& wish) {
  return std::visit(on{[&](const grant& c) { return give(role, c); },
                       [&](const revoke&) { return take_back(role); }},
                    wish);
}

state<stored> evolve(state<stored> role, const event<stored>& fact) {
  std::visit(on{[&](const granted& e) {
                  role = {phase::standing, e.user, e.project, e.role};
                },
                [&](const revoked&) { role.phase = phase::revoked; }},
             fact);
  return role;
}

}
