// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/rotate_signing_keys.hpp"

#include "crypto/digest.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace muniment::key_rotation {

namespace {

using signing_keys::phase;
using signing_keys::row;
using rows = std::vector<row>;

bool is_alive(const row& key) { return key.phase == phase::next || key.phase == phase::active; }

bool is_over(const row& key) { return key.phase == phase::retired || key.phase == phase::revoked; }

/// A key replaces one of its own algorithm, since clients are registered for algorithms.
std::set<std::string> needed(const rows& keys, const terms& by, std::string_view wanted) {
  std::set<std::string> names{by.algorithm};
  for (const auto& each : keys)
    if (is_alive(each)) names.insert(each.algorithm);
  if (!wanted.empty()) names.emplace(wanted);
  return names;
}

/// Of those of a phase the one that comes first by `earlier`.
template <class Earlier>
const row* first_of(const rows& keys, std::string_view algorithm, phase at, Earlier earlier) {
  const row* found = nullptr;
  for (const auto& each : keys)
    if (each.phase == at && each.algorithm == algorithm && (!found || earlier(each, *found)))
      found = &each;
  return found;
}

/// The last that happened to an active key is that it was activated. Moments may be equal, where a
/// clock was set back; positions are not.
const row* signing(const rows& keys, std::string_view algorithm) {
  return first_of(keys, algorithm, phase::active,
                  [](const row& a, const row& b) { return a.position > b.position; });
}

const row* newest(const rows& keys, std::string_view algorithm) {
  const row* found = nullptr;
  for (const auto& each : keys)
    if (each.algorithm == algorithm && (!found || found->generated_at < each.generated_at))
      found = &each;
  return found;
}

uuid id_after(const uuid& before, std::string_view algorithm) {
  const auto digest = crypto::sha256_stream{}
                          .update(as_bytes("signing key after "))
                          .update(before.view())
                          .update(as_bytes(algorithm))
                          .finish();
  return uuid::of_digest(digest);
}

/// Whoever sees the same keys names the same one, so that two who are at it make one.
uuid successor(const uuid& workspace, const rows& keys, const std::string& algorithm) {
  const auto* before = newest(keys, algorithm);
  auto id = id_after(before ? before->id : workspace, algorithm);
  while (std::ranges::find(keys, id, &row::id) != keys.end())
    id = id_after(id, algorithm);
  return id;
}

instant takes_over(const row& next, const row* active, const terms& by) {
  if (!active) return at_once;
  const auto in_turn =
      std::max(known_from(next), active->activated_at.value_or(at_once) + by.period);
  return std::min(in_turn, next.activates_at.value_or(in_turn));
}

/// What lies before the keys of one algorithm.
void add_steps(std::vector<step>& steps, const uuid& workspace, const rows& keys,
               const std::string& algorithm, const terms& by) {
  const auto* active = signing(keys, algorithm);
  const auto* next = upcoming(keys, algorithm);
  if (next)
    steps.push_back({deed::activate, next->id, algorithm, takes_over(*next, active, by), true});
  else
    steps.push_back(
        {deed::generate, successor(workspace, keys, algorithm), algorithm, at_once, !active});
  for (const auto& each : keys)
    if (each.phase == phase::active && each.algorithm == algorithm && &each != active)
      steps.push_back({deed::supersede, each.id, algorithm, at_once, true});
}

}

std::vector<step> plan(const uuid& workspace, const rows& keys, const terms& by,
                       std::string_view wanted) {
  std::vector<step> steps;
  for (const auto& algorithm : needed(keys, by, wanted))
    add_steps(steps, workspace, keys, algorithm, by);
  for (const auto& each : keys)
    if (each.phase == phase::retiring)
      steps.push_back({deed::retire, each.id, each.algorithm, each.retires_at.value_or(at_once)});
  std::ranges::stable_sort(steps, [](const step& a, const step& b) {
    return std::tuple{a.due, !a.urgent, a.what} < std::tuple{b.due, !b.urgent, b.what};
  });
  return steps;
}

const step* due_step(const std::vector<step>& plan, instant now, std::string_view to_sign) {
  const auto found = std::ranges::find_if(plan, [&](const step& each) {
    return each.due <= now && (to_sign.empty() || (each.urgent && each.algorithm == to_sign));
  });
  return found == plan.end() ? nullptr : &*found;
}

const row* upcoming(const rows& keys, std::string_view algorithm) {
  return first_of(keys, algorithm, phase::next,
                  [](const row& a, const row& b) { return a.generated_at < b.generated_at; });
}

instant known_from(const row& key) { return key.generated_at + signing_key::published_ahead; }

rows without_past(rows keys) {
  std::map<std::string, instant> last;
  for (const auto& each : keys)
    last[each.algorithm] = newest(keys, each.algorithm)->generated_at;
  std::erase_if(keys, [&](const row& each) {
    return is_over(each) && each.generated_at < last.at(each.algorithm);
  });
  return keys;
}

rows lately_retired(rows keys, instant since) {
  constexpr std::size_t most = 32;
  std::erase_if(keys, [&](const row& each) {
    return each.phase != phase::retired || each.superseded_at <= since;
  });
  std::ranges::sort(keys, std::ranges::greater{}, [](const row& each) {
    return std::pair{*each.superseded_at, each.position};
  });
  if (keys.size() > most) keys.erase(keys.begin() + most, keys.end());
  return keys;
}

}
