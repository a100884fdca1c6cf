// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/messages.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace muniment {

/// Decides for one batch, request by request in order, which need no append: a command answered
/// before, an idempotency key used for something else, a claim somebody holds. A claim that an
/// earlier request of the batch releases is free for a later one; two requests cannot take the
/// same, and nobody releases what another stream holds. Pure. `found` outlives it and tells of
/// every claim that a request of the batch takes or releases.
class batch_answers {
public:
  explicit batch_answers(const lookup_reply& found);

  /// The answer, or nothing: then the request is to be appended, and its claims count as taken or
  /// released. What it would release and does not hold is taken out of it: an event must not be
  /// kept back because the claims are not what it says, and they must not get worse by it.
  std::optional<append_reply> answer(append_ptr& request);

private:
  using claim_name = std::pair<std::int16_t, bytes>;

  [[nodiscard]] std::optional<append_reply> known(const idempotency_ticket& ticket) const;
  [[nodiscard]] bool holds(const uuid& stream, const claim& wanted) const;
  [[nodiscard]] append_ptr releasing_own(append_ptr request) const;
  [[nodiscard]] bool claims_free(const append_request& request) const;
  void reserve(const append_request& request);

  const lookup_reply& found_;
  std::map<claim_name, uuid> held_; ///< and by which stream
  std::set<bytes> begun_;
};

/// What a refused single append means to the one who asked.
refusal_code refusal_of(const storage::part_result& result, const append_request& request);

}
