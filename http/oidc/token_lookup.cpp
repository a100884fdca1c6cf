// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/token_lookup.hpp"

#include "http/oidc/claims.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/refresh_mark.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/service_token.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

asio::awaitable<found_token> find_refresh_token(call at, uuid id, std::string text) {
  const auto grant = co_await at.door.grant(id);
  if (!grant) co_return no_token{};
  const auto state = co_await at.door.grant_state(id);
  const auto digest = refresh_digest(text);
  const bool newest = state.generation > 0 && state.refresh_digest == digest;
  bool known = newest || std::ranges::find(state.replaced, digest) != state.replaced.end();
  if (!known) known = co_await is_marked(at.door, std::move(text));
  if (!known) co_return no_token{};
  const bool redeemable = newest && at.door.now() < state.refresh_expires_at;
  grant_token found{*grant, nullptr, redeemable, grant->scopes};
  co_return found;
}

asio::awaitable<found_token> find_own_token(call at, service_token_read read,
                                            http::claims_set claims) {
  own_token found{read.id, {}, std::move(claims), std::move(read.scopes)};
  if (read.act) co_return found;
  const auto client = co_await find_client(at.door, std::move(read.client_id));
  if (!client || client->deleted_at) co_return no_token{};
  found.client = client->id;
  co_return found;
}

}

asio::awaitable<found_token> find_token(call at, std::string text) {
  if (const auto id = grant_of_refresh_token(text))
    co_return co_await find_refresh_token(at, *id, std::move(text));
  std::string type(access_token_type);
  auto claims = co_await at.door.verified_claims(std::move(type), std::move(text));
  if (!claims) co_return no_token{};
  const auto& issuer = at.door.identity().issuer;
  auto own = read_service_token(*claims, issuer, at.door.now());
  if (own) co_return co_await find_own_token(at, std::move(*own), claims);
  auto read = read_access_token(*claims, issuer, at.door.now());
  if (!read) co_return no_token{};
  const auto grant = co_await at.door.grant(read->grant);
  if (!grant) co_return no_token{};
  grant_token found{*grant, claims, false, std::move(read->scopes)};
  co_return found;
}

asio::awaitable<bool> own_token_stands(workspace_door& at, uuid id) {
  const auto state = co_await at.service_token_state(id);
  co_return state.phase == service_token::phase::valid&& at.now() < state.expires_at;
}

}
