// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/introspect.hpp"

#include "http/oidc/client_call.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/introspection.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/token_lookup.hpp"
#include "http/oidc/words.hpp"

namespace muniment::oidc {
namespace {

/// What of a token's scopes its client may still have; nothing where all were taken from it. One
/// that never had any allows what it did.
std::optional<std::vector<std::string>> scopes_left(std::vector<std::string> scopes,
                                                    const clients::row& client) {
  if (scopes.empty()) return scopes;
  auto left = still_allowed(std::move(scopes), client);
  if (left.empty()) return {};
  return left;
}

asio::awaitable<std::string> told_of(call at, grant_token token) {
  if (token.grant.phase != grants::phase::redeemed) co_return inactive_token();
  const auto over = co_await find_why_over(at.door, token.grant);
  if (over) co_return inactive_token();
  if (!token.claims && !token.redeemable) co_return inactive_token();
  const auto client = co_await at.door.client(token.grant.client);
  // The token endpoint takes no refresh token from such a client either.
  if (!token.claims && !among(client->grant_types, "refresh_token")) co_return inactive_token();
  const auto scopes = scopes_left(std::move(token.scopes), *client);
  if (!scopes) co_return inactive_token();
  if (token.claims) co_return active_access_token(*token.claims, *scopes);
  co_return active_refresh_token(token.grant, *scopes, client->client_id,
                                 at.door.identity().issuer);
}

asio::awaitable<std::string> told_of(call at, own_token token) {
  const bool stands = co_await own_token_stands(at.door, token.id);
  if (!stands) co_return inactive_token();
  if (token.client.is_nil()) co_return active_access_token(*token.claims, token.scopes);
  const auto client = co_await at.door.client(token.client);
  const auto scopes = scopes_left(std::move(token.scopes), *client);
  co_return scopes ? active_access_token(*token.claims, *scopes) : inactive_token();
}

asio::awaitable<std::string> told_of(call at, std::string text) {
  auto found = co_await find_token(at, std::move(text));
  if (auto* granted = std::get_if<grant_token>(&found))
    co_return co_await told_of(at, std::move(*granted));
  if (auto* own = std::get_if<own_token>(&found)) co_return co_await told_of(at, std::move(*own));
  co_return inactive_token();
}

}

asio::awaitable<response> introspect(call at) {
  const auto from = co_await read_client_call(at);
  if (!from.client) co_return from.refusal;
  if (!from.client->may_introspect || !from.client->secret_digest)
    co_return oauth_reply(
        403, {"unauthorized_client", "This client is not registered to introspect tokens."});
  auto text = text_of(from.sent, "token");
  if (text.empty()) co_return oauth_reply(400, {"invalid_request", "token is missing."});
  co_return json_reply(200, co_await told_of(at, std::move(text)));
}

}
