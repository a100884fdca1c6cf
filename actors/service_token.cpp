// SPDX-License-Identifier: Apache-2.0
#include "actors/service_token.hpp"

#include "actors/lawful.hpp"

namespace muniment::service_token {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

bool is_machine(const principal& holder) {
  return holder.id && !holder.id->is_nil() &&
         (holder.kind == actor_kind::client || holder.kind == actor_kind::deployment_operator);
}

bool acceptable(const issue& wish) {
  return is_machine(wish.holder) && lawful::token(wish.key_id) &&
         lawful::text(wish.audience, lawful::longest_uri) && lawful::tokens(wish.scopes) &&
         fit(wish.scopes) && wish.expires_at > wish.now &&
         wish.expires_at <= wish.now + longest_lifetime;
}

answer give(const plain_state& token, const issue& wish) {
  if (token.phase != phase::absent) return refusal_code::already_exists;
  if (!acceptable(wish)) return refusal_code::invalid_value;
  return outcome{{issued{wish.holder, wish.key_id, wish.audience, wish.scopes, wish.expires_at}}};
}

answer finish(const plain_state& token, token_end reason) {
  if (token.phase == phase::absent) return refusal_code::not_found;
  if (token.phase == phase::ended) return outcome{};
  return outcome{{ended{reason}}};
}

answer stop(const plain_state& token, const end& wish) {
  if (wish.reason == token_end::expired) return refusal_code::invalid_value;
  return finish(token, wish.reason);
}

answer time_out(const plain_state& token, const expire& wish) {
  if (token.phase == phase::valid && wish.now < token.expires_at)
    return refusal_code::invalid_state;
  return finish(token, token_end::expired);
}

}

bool fit(const std::vector<std::string>& scopes) {
  std::size_t octets = 0;
  for (const auto& each : scopes)
    octets += each.size();
  return octets <= longest_scopes;
}

answer decide(const state<opened>& token, const command& wish) {
  return std::visit(on{[&](const issue& c) { return give(token, c); },
                       [&](const end& c) { return stop(token, c); },
                       [&](const expire& c) { return time_out(token, c); }},
                    wish);
}

state<stored> evolve(state<stored> token, const event<stored>& fact) {
  std::visit(on{[&](const issued& e) {
                  token.phase = phase::valid;
                  token.expires_at = e.expires_at;
                },
                [&](const ended&) { token.phase = phase::ended; }},
             fact);
  return token;
}

}
