// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/batch_answers.hpp"

#include <algorithm>

namespace muniment {

batch_answers::batch_answers(const lookup_reply& found) : found_{found} {
  for (const auto& claim : found.claims_held)
    held_.emplace(claim.kind, claim.digest);
}

std::optional<append_reply> batch_answers::answer(const append_request& request) {
  if (request.idempotency) {
    if (auto earlier = known(*request.idempotency)) return earlier;
    if (begun_.contains(request.idempotency->digest))
      return append_reply{append_verdict::refused, 0, {}, refusal_code::in_flight};
  }
  if (!claims_free(request))
    return append_reply{append_verdict::refused, 0, {}, refusal_code::name_taken};
  reserve(request);
  return std::nullopt;
}

std::optional<append_reply> batch_answers::known(const idempotency_ticket& ticket) const {
  const auto row =
      std::ranges::find(found_.commands_known, ticket.digest, &storage::idempotency_row::digest);
  if (row == found_.commands_known.end()) return std::nullopt;
  if (row->fingerprint != ticket.fingerprint)
    return append_reply{append_verdict::refused, 0, {}, refusal_code::idempotency_mismatch};
  return append_reply{append_verdict::known, row->position, row->outcome, {}};
}

bool batch_answers::claims_free(const append_request& request) const {
  return std::ranges::none_of(request.taken, [&](const claim& each) {
    const auto ours = std::ranges::find(request.released, each) != request.released.end();
    return !ours && held_.contains({static_cast<std::int16_t>(each.kind), each.digest});
  });
}

void batch_answers::reserve(const append_request& request) {
  for (const auto& each : request.released)
    held_.erase({static_cast<std::int16_t>(each.kind), each.digest});
  for (const auto& each : request.taken)
    held_.emplace(static_cast<std::int16_t>(each.kind), each.digest);
  if (request.idempotency) begun_.insert(request.idempotency->digest);
}

refusal_code refusal_of(const storage::part_result& result, const append_request& request) {
  constexpr std::string_view unique_violation = "23505";
  if (result.verdict == storage::part_verdict::malformed) return refusal_code::invalid_value;
  if (result.reason == unique_violation && !request.taken.empty()) return refusal_code::name_taken;
  return refusal_code::unavailable;
}

}
