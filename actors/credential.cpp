// SPDX-License-Identifier: Apache-2.0
#include "actors/credential.hpp"

#include <algorithm>

namespace muniment::credential {

namespace {

using outcome = consequences<event<opened>>;
using answer = decision<event<opened>>;

constexpr std::uint32_t free_failures = 5;
constexpr std::chrono::seconds shortest_lockout{30};
constexpr std::chrono::seconds longest_lockout{15 * 60};
constexpr std::size_t longest_hash = 512;

/// A hash text begins with `$`, in PHC as in crypt(3): a password in the clear is not let in.
bool acceptable(const plain<std::string>& hash) {
  return !hash.erased() && hash.reveal().starts_with('$') && hash.reveal().size() <= longest_hash;
}

answer choose(const state<opened>& credential, const set_password& wish) {
  if (!acceptable(wish.password_hash)) return refusal_code::invalid_value;
  outcome result;
  if (credential.password_hash != wish.password_hash || credential.must_change != wish.must_change)
    result.events.push_back(password_set<opened>{wish.password_hash, wish.must_change});
  if (credential.failures > 0) result.events.push_back(unlocked{});
  return result;
}

answer replace(const state<opened>& credential, const change_password& wish) {
  if (credential.phase == phase::absent) return refusal_code::not_found;
  if (credential.password_hash.erased()) return refusal_code::erased;
  if (!acceptable(wish.password_hash)) return refusal_code::invalid_value;
  const bool done = credential.password_hash == wish.password_hash && !credential.must_change;
  if (!done && credential.password_hash != wish.verified) return refusal_code::invalid_state;
  return choose(credential, {wish.password_hash, false});
}

answer succeed(const state<opened>& credential, const note_success& wish) {
  if (credential.phase == phase::absent) return refusal_code::not_found;
  if (credential.password_hash.erased()) return refusal_code::erased;
  if (wish.rehash && !acceptable(*wish.rehash)) return refusal_code::invalid_value;
  if (credential.locked_until > wish.now) return refusal_code::locked;
  const bool upgraded = wish.rehash && credential.password_hash == *wish.rehash;
  // Another password was set while the old one was being checked: an upgrade would bring it back.
  if (!upgraded && credential.password_hash != wish.verified) return refusal_code::invalid_state;
  outcome result;
  if (wish.rehash && !upgraded) result.events.push_back(password_rehashed<opened>{*wish.rehash});
  if (credential.failures > 0) result.events.push_back(unlocked{});
  return result;
}

answer fail(const state<opened>& credential, const note_failure& wish) {
  if (credential.phase == phase::absent) return refusal_code::not_found;
  const auto until = lockout_until(wish.failures, wish.now);
  if (!until || wish.failures <= credential.failures) return outcome{};
  return outcome{{locked{wish.failures, *until}}};
}

answer release(const state<opened>& credential) {
  if (credential.phase == phase::absent) return refusal_code::not_found;
  if (credential.failures == 0) return outcome{};
  return outcome{{unlocked{}}};
}

}

std::optional<instant> lockout_until(std::uint32_t failures, instant now) {
  if (failures <= free_failures) return std::nullopt;
  const auto doublings = std::min(failures - free_failures - 1, 5U);
  return now + std::min(shortest_lockout * (1U << doublings), longest_lockout);
}

answer decide(const state<opened>& credential, const command& wish) {
  return std::visit(on{[&](const set_password& c) { return choose(credential, c); },
                       [&](const change_password& c) { return replace(credential, c); },
                       [&](const note_success& c) { return succeed(credential, c); },
                       [&](const note_failure& c) { return fail(credential, c); },
                       [&](const unlock&) { return release(credential); }},
                    wish);
}

state<stored> evolve(state<stored> credential, const event<stored>& fact) {
  std::visit(
      on{[&](const password_set<stored>& e) {
           credential.phase = phase::active;
           credential.password_hash = e.password_hash;
           credential.must_change = e.must_change;
         },
         [&](const password_rehashed<stored>& e) { credential.password_hash = e.password_hash; },
         [&](const locked& e) {
           credential.failures = e.failures;
           credential.locked_until = e.until;
         },
         [&](const unlocked&) {
           credential.failures = 0;
           credential.locked_until.reset();
         }},
      fact);
  return credential;
}

}
