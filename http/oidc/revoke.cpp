// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/revoke.hpp"

#include "http/oidc/claims.hpp"
#include "http/oidc/client_call.hpp"
#include "http/oidc/cross_origin.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/token_lookup.hpp"
#include "http/oidc/wishes.hpp"

namespace muniment::oidc {
namespace {

response done() { return {200, {{"Cache-Control", "no-store"}}, {}}; }

response of_another_client() {
  return oauth_reply(400, {"invalid_grant", "The token was issued to another client."});
}

asio::awaitable<response> end_token(call at, const clients::row& client, grant_token token) {
  if (token.grant.client != client.id) co_return of_another_client();
  auto actor = acting_client(client);
  co_await end_grant(at, std::move(token.grant), grant::grant_end::revoked, std::move(actor));
  co_return done();
}

asio::awaitable<response> end_token(call at, const clients::row& client, own_token token) {
  if (token.client != client.id) co_return of_another_client();
  const service_token::command wish = service_token::end{service_token::token_end::revoked};
  auto actor = acting_client(client);
  static_cast<void>(co_await decide<service_token::noun>(at, std::move(actor), token.id, wish));
  co_return done();
}

/// An ID token is a statement that was made: nothing ends with it.
asio::awaitable<response> unknown_token(call at, std::string text) {
  std::string type(id_token_type);
  const auto claims = co_await at.door.hinted_claims(std::move(type), std::move(text));
  if (!claims) co_return done();
  co_return oauth_reply(
      400, {"unsupported_token_type", "ID tokens are not revoked; access and refresh tokens are."});
}

asio::awaitable<response> end_what_is_found(call at, const clients::row& client, std::string text) {
  if (text.empty()) co_return oauth_reply(400, {"invalid_request", "token is missing."});
  auto found = co_await find_token(at, text);
  if (auto* granted = std::get_if<grant_token>(&found))
    co_return co_await end_token(at, client, std::move(*granted));
  if (auto* own = std::get_if<own_token>(&found))
    co_return co_await end_token(at, client, std::move(*own));
  co_return co_await unknown_token(at, std::move(text));
}

}

asio::awaitable<response> revoke(call at) {
  const auto from = co_await read_client_call(at);
  if (!from.client) co_return co_await share_with_clients(at, from.refusal);
  auto text = text_of(from.sent, "token");
  auto reply = co_await end_what_is_found(at, *from.client, std::move(text));
  share_with(reply, *at.asked, *from.client);
  co_return reply;
}

}
