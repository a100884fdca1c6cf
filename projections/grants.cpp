// SPDX-License-Identifier: Apache-2.0
#include "projections/grants.hpp"

namespace muniment::grants {

namespace {

void apply(row& grant, const envelope& at, const grant::code_issued& e) {
  grant.id = at.stream;
  grant.user = e.user;
  grant.client = e.client;
  grant.session = e.session;
  grant.scopes = e.scopes;
  grant.nonce = e.nonce;
  grant.authenticated_at = e.authenticated_at;
  grant.methods = e.methods;
  grant.code_expires_at = e.code_expires_at;
  grant.expires_at = e.expires_at;
  grant.issued_at = at.recorded_at;
}

void apply(row& grant, const envelope&, const grant::code_redeemed&) {
  grant.phase = phase::redeemed;
}

void apply(row& grant, const envelope&, const grant::token_issued& e) {
  grant.token_id = e.token_id;
  grant.token_expires_at = e.expires_at;
}

void apply(row& grant, const envelope&, const grant::refresh_issued& e) {
  grant.refresh_generation = e.generation;
  grant.refresh_expires_at = e.expires_at;
}

void apply(row& grant, const envelope& at, const grant::ended& e) {
  grant.phase = phase::ended;
  grant.ended_for = e.reason;
  grant.ended_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
