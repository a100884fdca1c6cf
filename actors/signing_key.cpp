// SPDX-License-Identifier: Apache-2.0
#include "actors/signing_key.hpp"

#include "actors/lawful.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace muniment::signing_key {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

constexpr std::size_t longest_jwk = 4096;
constexpr std::size_t longest_private_key = 4000; ///< it must fit a row of wrapped keys
constexpr std::array<std::string_view, 8> private_members{"d",  "p",  "q",   "dp",
                                                          "dq", "qi", "oth", "k"};

/// A journal is for ever: a private part must not get in by a slip of the one who made the key.
bool publishable(const generate& wish) {
  if (wish.public_jwk.size() > longest_jwk) return false;
  boost::json::error_code error;
  const auto jwk = boost::json::parse(wish.public_jwk, error);
  if (error || !jwk.is_object()) return false;
  const auto& members = jwk.get_object();
  const auto* kid = members.if_contains("kid");
  return kid && *kid == boost::json::string_view{wish.key_id} &&
         std::ranges::none_of(private_members, [&](std::string_view name) {
           return members.contains(boost::json::string_view{name.data(), name.size()});
         });
}

bool keepable(const plain<bytes>& private_key) {
  return !private_key.erased() && !private_key.reveal().empty() &&
         private_key.reveal().size() <= longest_private_key;
}

answer publish(const plain_state& key, const generate& wish) {
  if (key.phase != phase::absent) return refusal_code::already_exists;
  if (!lawful::token(wish.key_id) || !lawful::algorithm(wish.algorithm) || !publishable(wish) ||
      !keepable(wish.private_key))
    return refusal_code::invalid_value;
  return outcome{{generated{wish.key_id, wish.algorithm, wish.public_jwk}},
                 {public_claim(claim_kind::key_id, wish.key_id)}};
}

/// One step of the lawful order; the same step again changes nothing.
answer step(const plain_state& key, phase from, phase to, event<opened> fact) {
  if (key.phase == phase::absent) return refusal_code::not_found;
  if (key.phase == to) return outcome{};
  if (key.phase != from) return refusal_code::key_in_use;
  return outcome{{std::move(fact)}};
}

answer plan(const plain_state& key, const schedule& wish) {
  if (key.phase == phase::next && wish.activates_at < wish.now) return refusal_code::invalid_value;
  if (key.phase == phase::next && key.activates_at && *key.activates_at <= wish.activates_at)
    return outcome{};
  return step(key, phase::next, phase::active, scheduled{wish.activates_at});
}

answer replace(const plain_state& key, const supersede& wish) {
  if (key.phase == phase::active && wish.retires_at < wish.now) return refusal_code::invalid_value;
  return step(key, phase::active, phase::retiring, superseded{wish.retires_at});
}

answer withhold(const plain_state& key, const retire& wish) {
  if (key.phase == phase::retiring && wish.now < key.retires_at) return refusal_code::key_in_use;
  return step(key, phase::retiring, phase::retired, retired{});
}

answer distrust(const plain_state& key) {
  if (key.phase == phase::absent) return refusal_code::not_found;
  if (key.phase == phase::revoked) return outcome{};
  return outcome{{revoked{}}};
}

}

answer decide(const state<opened>& key, const command& wish) {
  return std::visit(
      on{[&](const generate& c) { return publish(key, c); },
         [&](const schedule& c) { return plan(key, c); },
         [&](const activate&) { return step(key, phase::next, phase::active, activated{}); },
         [&](const supersede& c) { return replace(key, c); },
         [&](const retire& c) { return withhold(key, c); },
         [&](const revoke&) { return distrust(key); }},
      wish);
}

state<stored> evolve(state<stored> key, const event<stored>& fact) {
  std::visit(on{[&](const generated&) { key.phase = phase::next; },
                [&](const scheduled& e) { key.activates_at = e.activates_at; },
                [&](const activated&) { key.phase = phase::active; },
                [&](const superseded& e) {
                  key.phase = phase::retiring;
                  key.retires_at = e.retires_at;
                },
                [&](const retired&) { key.phase = phase::retired; },
                [&](const revoked&) { key.phase = phase::revoked; }},
             fact);
  return key;
}

}
