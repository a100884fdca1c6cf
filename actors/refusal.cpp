// SPDX-License-Identifier: Apache-2.0
#include "actors/refusal.hpp"

namespace muniment::refusal {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

answer count(const plain_state& refusals, const record& wish) {
  if (refusals.phase == phase::closed) return refusal_code::invalid_state;
  if (!find_refusal(wish.code) || wish.count == 0) return refusal_code::invalid_value;
  if (refusals.total >= most_recorded) return outcome{};
  return outcome{{recorded{wish.code, wish.client, wish.count}}};
}

answer sum_up(const plain_state& refusals) {
  if (refusals.phase == phase::absent) return refusal_code::not_found;
  if (refusals.phase == phase::closed) return outcome{};
  return outcome{{closed{refusals.total}}};
}

}

answer decide(const state<opened>& refusals, const command& wish) {
  return std::visit(on{[&](const record& c) { return count(refusals, c); },
                       [&](const close&) { return sum_up(refusals); }},
                    wish);
}

state<stored> evolve(state<stored> refusals, const event<stored>& fact) {
  std::visit(on{[&](const recorded& e) {
                  refusals.phase = phase::open;
                  refusals.total += e.count;
                },
                [&](const closed&) { refusals.phase = phase::closed; }},
             fact);
  return refusals;
}

}
