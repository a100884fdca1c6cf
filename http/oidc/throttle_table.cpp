// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/throttle_table.hpp"

#include <algorithm>

namespace muniment::oidc {

throttle_verdict throttle_table::judge(const throttle_key& who, instant now) const {
  const auto place = known_.find(who);
  return place == known_.end() ? throttle_verdict{} : oidc::judge(place->second, terms_, now);
}

std::optional<instant> throttle_table::start(const throttle_key& who, instant now) {
  const auto place = known_.find(who);
  const auto before = place == known_.end() ? throttle_state{} : place->second;
  const auto next = after_start(before, terms_, now);
  shed(now);
  keep(who, next);
  return next.until;
}

void throttle_table::turn_away(const throttle_key& who) {
  const auto place = known_.find(who);
  if (place != known_.end()) place->second = after_refusal(place->second);
}

std::uint32_t throttle_table::pardon(const throttle_key& who, std::uint32_t failures,
                                     std::optional<instant> begun) {
  const auto place = known_.find(who);
  if (place == known_.end()) return 0;
  const auto taken = std::min(failures, place->second.failures);
  keep(who, after_pardon(place->second, taken, terms_, begun));
  return taken;
}

std::uint32_t throttle_table::failures(const throttle_key& who) const {
  const auto place = known_.find(who);
  return place == known_.end() ? 0 : place->second.failures;
}

void throttle_table::keep(const throttle_key& who, const throttle_state& now_known) {
  if (const auto place = known_.find(who); place != known_.end()) forget(place);
  if (now_known.failures == 0) return;
  known_.emplace(who, now_known);
  order_.emplace(forgotten_at(now_known, terms_), who);
  if (known_.size() > capacity_) leave_room(who);
}

void throttle_table::leave_room(const throttle_key& newcomer) {
  auto first = order_.begin();
  if (first->second == newcomer) ++first;
  forget(known_.find(first->second));
}

void throttle_table::forget(std::map<throttle_key, throttle_state>::iterator place) {
  order_.erase({forgotten_at(place->second, terms_), place->first});
  known_.erase(place);
}

void throttle_table::shed(instant now) {
  while (!order_.empty() && order_.begin()->first <= now)
    forget(known_.find(order_.begin()->second));
}

}
