// SPDX-License-Identifier: Apache-2.0
#include "http/admin/admitted_user.hpp"

#include "actors/role.hpp"
#include "http/admin/projects.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/service_token.hpp"
#include "http/oidc/standing.hpp"
#include "http/server/problems.hpp"

namespace muniment::http {
namespace {

/// The token of the claims, if it is a user's and for this API.
std::optional<oidc::access_token> read_token(const workspace& at,
                                             const boost::json::object& claims) {
  const auto& issuer = at.identity().issuer;
  if (!oidc::names_audience(claims, oidc::admin_audience(issuer))) return {};
  return oidc::read_access_token(claims, issuer, at.now());
}

/// Whether what the token was given under still stands.
asio::awaitable<bool> in_force(std::shared_ptr<workspace> at, oidc::access_token token) {
  const auto grant = co_await at->grant(token.grant);
  if (!grant || grant->phase != grants::phase::redeemed) co_return false;
  const auto over = co_await oidc::find_why_over(*at, *grant);
  co_return !over;
}

asio::awaitable<bool> has_role(std::shared_ptr<workspace> at, uuid user, uuid project,
                               std::string_view role) {
  const auto row = co_await at->role(role::stream_of(user, project, role));
  co_return row && !row->revoked_at;
}

asio::awaitable<bool> may(std::shared_ptr<workspace> at, uuid user, admin_right needed) {
  auto named = public_claim(claim_kind::project_name, default_project);
  const auto project = co_await at->holder(std::move(named));
  if (!project) co_return false;
  const bool administers = co_await has_role(at, user, *project, role::workspace_admin);
  if (administers || needed == admin_right::write) co_return administers;
  co_return co_await has_role(at, user, *project, role::workspace_auditor);
}

[[noreturn]] void refuse_role() { throw problem_found{problems::insufficient_role}; }

}

asio::awaitable<std::optional<acting_party>> admitted_user(std::shared_ptr<workspace> at,
                                                           claims_set claims, admin_right needed) {
  const auto token = read_token(*at, *claims);
  if (!token) co_return std::nullopt;
  const bool stands = co_await in_force(at, *token);
  const auto client = co_await oidc::find_client(*at, token->client_id);
  if (!stands || !client) co_return std::nullopt;
  require_right(oidc::still_allowed(token->scopes, *client), needed);
  const bool allowed = co_await may(at, token->user, needed);
  if (!allowed) refuse_role();
  co_return acting_party{actor_kind::user, token->user, "access_token", {}};
}

}
