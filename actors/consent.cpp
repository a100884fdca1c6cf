// SPDX-License-Identifier: Apache-2.0
#include "actors/consent.hpp"

#include "actors/lawful.hpp"

#include <algorithm>

namespace muniment::consent {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

std::vector<std::string> sorted(std::vector<std::string> scopes) {
  std::ranges::sort(scopes);
  return scopes;
}

answer allow(const plain_state& consent, const give& wish) {
  if (wish.scopes.empty() || !lawful::tokens(wish.scopes)) return refusal_code::invalid_value;
  const bool same_parties = consent.user == wish.user && consent.client == wish.client;
  if (consent.phase != phase::absent && !same_parties) return refusal_code::already_exists;
  if (consent.phase == phase::standing && consent.scopes == sorted(wish.scopes)) return outcome{};
  return outcome{{given{wish.user, wish.client, wish.scopes}}};
}

answer take_back(const plain_state& consent) {
  if (consent.phase == phase::absent) return refusal_code::not_found;
  if (consent.phase == phase::withdrawn) return outcome{};
  return outcome{{withdrawn{}}};
}

}

answer decide(const state<opened>& consent, const command& wish) {
  return std::visit(on{[&](const give& c) { return allow(consent, c); },
                       [&](const withdraw&) { return take_back(consent); }},
                    wish);
}

state<stored> evolve(state<stored> consent, const event<stored>& fact) {
  std::visit(on{[&](const given& e) {
                  consent = {phase::standing, e.user, e.client, sorted(e.scopes)};
                },
                [&](const withdrawn&) {
                  consent.phase = phase::withdrawn;
                  consent.scopes.clear();
                }},
             fact);
  return consent;
}

}
