// SPDX-License-Identifier: Apache-2.0
#include "actors/session.hpp"

#include "actors/lawful.hpp"

namespace muniment::session {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

bool acceptable(const start& wish) {
  return !wish.user.is_nil() && lawful::digest(wish.secret_digest) && !wish.methods.empty() &&
         lawful::tokens(wish.methods) && wish.authenticated_at <= wish.now &&
         wish.expires_at > wish.now && wish.idle_seconds > 0 &&
         (!wish.client || !wish.client->is_nil());
}

answer begin(const plain_state& session, const start& wish) {
  if (session.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish)) return refusal_code::invalid_value;
  return outcome{{started{wish.user, wish.secret_digest, wish.methods, wish.authenticated_at,
                          wish.expires_at, wish.idle_seconds, wish.client}}};
}

answer finish(const plain_state& session, const end& wish) {
  if (session.phase == phase::absent) return refusal_code::not_found;
  if (session.phase == phase::over) return outcome{};
  return outcome{{ended{wish.reason}}};
}

}

answer decide(const state<opened>& session, const command& wish) {
  return std::visit(on{[&](const start& c) { return begin(session, c); },
                       [&](const end& c) { return finish(session, c); }},
                    wish);
}

state<stored> evolve(state<stored> session, const event<stored>& fact) {
  std::visit(on{[&](const started& e) {
                  session = {phase::live, e.user};
                },
                [&](const ended&) { session.phase = phase::over; }},
             fact);
  return session;
}

}
