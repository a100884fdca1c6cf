// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/throttle.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

using std::chrono::seconds;

/// Beyond this many doublings of a second every pause is the longest.
constexpr std::uint32_t most_doublings = 30;

/// The fewest failures whose pause is the longest: to count on would only be remembered for longer.
std::uint32_t most_failures(const throttle_terms& terms) {
  auto failures = terms.free;
  for (std::uint32_t step = 0; step <= most_doublings; ++step) {
    if (pause_after(++failures, terms) >= terms.longest) break;
  }
  return failures;
}

/// What of it counts now.
throttle_state settled(throttle_state known, const throttle_terms& terms, instant now) {
  if (terms.longest <= seconds{0}) return {};
  known.since = std::min(known.since, now);
  if (known.until) known.until = std::min<instant>(*known.until, now + terms.longest);
  if (known.until <= now) {
    known.until.reset();
    known.told = false;
  }
  const std::int64_t passed = (now - known.since) / terms.longest;
  known.failures -= static_cast<std::uint32_t>(std::min<std::int64_t>(passed, known.failures));
  known.since += passed * terms.longest;
  return known;
}

}

seconds pause_after(std::uint32_t failures, const throttle_terms& terms) {
  if (failures <= terms.free) return seconds{0};
  const auto doublings = std::min(failures - terms.free - 1, most_doublings);
  return std::max(seconds{0},
                  std::min(terms.first * (std::int64_t{1} << doublings), terms.longest));
}

throttle_verdict judge(const throttle_state& known, const throttle_terms& terms, instant now) {
  const auto left = settled(known, terms, now);
  if (!left.until) return {};
  return {std::chrono::ceil<seconds>(*left.until - now), !left.told};
}

throttle_state after_start(const throttle_state& known, const throttle_terms& terms, instant now) {
  auto next = settled(known, terms, now);
  if (next.failures == 0) next.since = now;
  next.failures = std::max(next.failures, std::min(next.failures + 1, most_failures(terms)));
  const auto pause = pause_after(next.failures, terms);
  if (pause > seconds{0}) next.until = now + pause;
  return next;
}

throttle_state after_refusal(throttle_state known) {
  known.told = true;
  return known;
}

throttle_state after_pardon(throttle_state known, std::uint32_t failures,
                            const throttle_terms& terms, std::optional<instant> begun) {
  known.failures -= std::min(known.failures, failures);
  if (known.failures <= terms.free || known.until == begun) {
    known.until.reset();
    known.told = false;
  }
  return known;
}

instant forgotten_at(const throttle_state& known, const throttle_terms& terms) {
  const auto drained = known.since + known.failures * terms.longest;
  return std::max<instant>(drained, known.until.value_or(drained));
}

}
