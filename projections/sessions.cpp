// SPDX-License-Identifier: Apache-2.0
#include "projections/sessions.hpp"

namespace muniment::sessions {

namespace {

void apply(row& session, const envelope& at, const session::started& e) {
  session.id = at.stream;
  session.user = e.user;
  session.secret_digest = e.secret_digest;
  session.methods = e.methods;
  session.authenticated_at = e.authenticated_at;
  session.started_at = at.recorded_at;
  session.expires_at = e.expires_at;
  session.idle_seconds = e.idle_seconds;
  session.client = e.client;
}

void apply(row& session, const envelope& at, const session::ended& e) {
  session.ended_for = e.reason;
  session.ended_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
