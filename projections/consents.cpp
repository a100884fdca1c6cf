// SPDX-License-Identifier: Apache-2.0
#include "projections/consents.hpp"

namespace muniment::consents {

namespace {

void apply(row& consent, const envelope& at, const consent::given& e) {
  consent.id = at.stream;
  consent.user = e.user;
  consent.client = e.client;
  consent.scopes = e.scopes;
  consent.given_at = at.recorded_at;
  consent.withdrawn_at.reset();
}

void apply(row& consent, const envelope& at, const consent::withdrawn&) {
  consent.scopes.clear();
  consent.withdrawn_at = at.recorded_at;
  consent.last_withdrawn_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  const auto before = known ? known->last_withdrawn_at : std::nullopt;
  auto folded = fold_stream<consent::given>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
  // A consent given anew begins a new row, but for this.
  if (folded && !folded->last_withdrawn_at) folded->last_withdrawn_at = before;
  return folded;
}

}
