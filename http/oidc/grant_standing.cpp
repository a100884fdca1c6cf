// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/grant_standing.hpp"

#include "http/oidc/consent_scopes.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/wishes.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::size_t most_ended_at_once = 100;
/// As many as `open_grants` reads of one session (http/node/workspace_states.cpp).
constexpr std::size_t most_looked_at = 5'000;

}

asio::awaitable<std::optional<grant::grant_end>> find_why_over(http::workspace_door& at,
                                                               grants::row grant) {
  const auto user = co_await at.user(grant.user);
  const auto client = co_await at.client(grant.client);
  const auto session = co_await at.session(grant.session);
  std::shared_ptr<const consents::row> consent;
  if (client && client->third_party)
    consent = co_await at.consent(consent_stream(grant.user, grant.client));
  const grant_parents parents{user.get(), client.get(), session.get(), consent.get()};
  co_return why_over(grant, parents, at.now());
}

asio::awaitable<void> end_grant(call at, grants::row grant, grant::grant_end reason,
                                acting_party actor) {
  if (grant.phase == grants::phase::ended) co_return;
  grant::command wish = grant::end{reason};
  if (reason == grant::grant_end::expired) wish = grant::expire{at.door.now()};
  static_cast<void>(co_await decide<grant::noun>(at, std::move(actor), grant.id, wish));
}

asio::awaitable<void> end_grants_of_session(call at, uuid session, acting_party actor) {
  const auto open = co_await at.door.open_grants(session, most_ended_at_once);
  for (const auto& each : open)
    co_await end_grant(at, each, grant::grant_end::session_ended, actor);
}

asio::awaitable<void> revoke_grants_of_client(call at, uuid session, uuid client,
                                              acting_party actor) {
  // What other clients got stays open: asked for as few again, the door would tell of that again.
  for (auto limit = most_ended_at_once;; limit = std::min(2 * limit, most_looked_at)) {
    const auto open = co_await at.door.open_grants(session, limit);
    for (const auto& each : open)
      if (each.client == client) co_await end_grant(at, each, grant::grant_end::revoked, actor);
    if (open.size() < limit || limit == most_looked_at) co_return;
  }
}

}
