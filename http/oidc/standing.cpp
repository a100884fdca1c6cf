// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/standing.hpp"

#include "http/oidc/refresh_token.hpp"
#include "http/oidc/words.hpp"

namespace muniment::oidc {
namespace {

using grant::grant_end;
using session::session_end;

bool carries(const sessions::row* session, bool offline, instant now) {
  if (!session) return offline;
  if (!session->ended_at) return offline || now < session->expires_at;
  return offline && (session->ended_for == session_end::expired ||
                     session->ended_for == session_end::replaced);
}

/// None on record is none taken back: before its client became a third party nobody was asked.
bool taken_back(const grants::row& grant, const grant_parents& parents) {
  const auto* consent = parents.consent;
  if (!parents.client->third_party || !consent) return false;
  // Whenever it was issued: a code may have been on its way while the consent was withdrawn.
  if (consent->withdrawn_at) return true;
  return consent->last_withdrawn_at && grant.issued_at <= *consent->last_withdrawn_at;
}

}

std::optional<grant_end> why_over(const grants::row& grant, const grant_parents& parents,
                                  instant now) {
  if (grant.phase == grants::phase::ended) return grant.ended_for.value_or(grant_end::revoked);
  if (now >= grant.expires_at) return grant_end::expired;
  if (!parents.user || parents.user->phase == users::phase::erased) return grant_end::user_erased;
  if (parents.user->phase != users::phase::active) return grant_end::user_disabled;
  if (!parents.client || parents.client->deleted_at) return grant_end::client_deleted;
  if (!carries(parents.session, among(grant.scopes, offline_scope), now))
    return grant_end::session_ended;
  if (taken_back(grant, parents)) return grant_end::revoked;
  return {};
}

std::vector<std::string> still_allowed(std::vector<std::string> scopes,
                                       const clients::row& client) {
  std::erase_if(scopes, [&](const auto& each) { return !among(client.scopes, each); });
  return scopes;
}

}
