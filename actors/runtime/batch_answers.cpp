// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/batch_answers.hpp"

#include <algorithm>
#include <functional>

namespace muniment {

namespace {

std::pair<std::int16_t, bytes> name_of(const claim& each) {
  return {static_cast<std::int16_t>(each.kind), each.digest};
}

}

batch_answers::batch_answers(const lookup_reply& found) : found_{found} {
  for (const auto& claim : found.claims_held)
    held_.emplace(claim_name{claim.kind, claim.digest}, claim.stream);
}

std::optional<append_reply> batch_answers::answer(append_ptr& request) {
  if (request->idempotency) {
    if (auto earlier = known(*request->idempotency)) return earlier;
    if (begun_.contains(request->idempotency->digest))
      return append_reply{append_verdict::refused, 0, {}, refusal_code::in_flight};
  }
  request = releasing_own(std::move(request));
  if (!claims_free(*request))
    return append_reply{append_verdict::refused, 0, {}, refusal_code::name_taken};
  reserve(*request);
  return std::nullopt;
}

bool batch_answers::holds(const uuid& stream, const claim& wanted) const {
  const auto found = held_.find(name_of(wanted));
  return found != held_.end() && found->second == stream;
}

append_ptr batch_answers::releasing_own(append_ptr request) const {
  const auto own = [&](const claim& each) { return holds(request->stream, each); };
  if (std::ranges::all_of(request->released, own)) return request;
  auto lawful = std::make_shared<append_request>(*request);
  std::erase_if(lawful->released, std::not_fn(own));
  return lawful;
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
    return !ours && held_.contains(name_of(each));
  });
}

void batch_answers::reserve(const append_request& request) {
  for (const auto& each : request.released)
    held_.erase(name_of(each));
  for (const auto& each : request.taken)
    held_.emplace(name_of(each), request.stream);
  if (request.idempotency) begun_.insert(request.idempotency->digest);
}

refusal_code refusal_of(const storage::part_result& result, const append_request& request) {
  constexpr std::string_view unique_violation = "23505";
  if (result.verdict == storage::part_verdict::malformed) return refusal_code::invalid_value;
  if (result.sqlstate == unique_violation && !request.taken.empty())
    return refusal_code::name_taken;
  return refusal_code::unavailable;
}

}
