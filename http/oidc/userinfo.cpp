// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/userinfo.hpp"

#include "http/oidc/bearer.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/cross_origin.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/words.hpp"

namespace muniment::oidc {
namespace {

response refuse(const call& at, bearer_fault fault) {
  const auto error = error_of(fault);
  auto reply = error ? oauth_reply(status_of(fault), *error) : json_reply(status_of(fault), "{}");
  reply.fields.push_back({"WWW-Authenticate", challenge_of(fault, at.door.identity().issuer)});
  return reply;
}

/// Before it is known whose token that is.
asio::awaitable<response> refuse_bearer(call at, bearer_fault fault) {
  auto reply = refuse(at, fault);
  co_return co_await share_with_clients(at, std::move(reply));
}

/// The token of the request; a query or a body that cannot be read brings none.
boost::system::result<std::string, bearer_fault> token_of(const call& at) {
  if (at.asked->count("Authorization") > 1) return bearer_fault::invalid_request;
  if (!sent_query(*at.asked)) return bearer_fault::invalid_request;
  const auto body = at.asked->method == "POST" ? sent_form(*at.asked) : std::nullopt;
  return read_bearer({at.asked->field("Authorization"), body ? &*body : nullptr});
}

/// What the token allows, if it still allows anything.
asio::awaitable<std::optional<access_token>> accepted(call at, std::string token) {
  std::string type(access_token_type);
  const auto claims = co_await at.door.verified_claims(std::move(type), std::move(token));
  if (!claims) co_return std::nullopt;
  auto read = read_access_token(*claims, at.door.identity().issuer, at.door.now());
  if (!read) co_return std::nullopt;
  const auto grant = co_await at.door.grant(read->grant);
  if (!grant || grant->phase != grants::phase::redeemed) co_return std::nullopt;
  const auto over = co_await find_why_over(at.door, *grant);
  if (over) co_return std::nullopt;
  co_return read;
}

asio::awaitable<response> tell(call at, access_token token) {
  const auto user = co_await at.door.opened(token.user);
  if (!user || user->phase != users::phase::active)
    co_return refuse(at, bearer_fault::invalid_token);
  const person who{user->id,     user->user_name, user->display_name,
                   user->locale, user->email,     user->email_verified};
  co_return json_reply(200, userinfo_claims(who, token.scopes));
}

}

asio::awaitable<response> userinfo(call at) {
  auto presented = token_of(at);
  if (!presented) co_return co_await refuse_bearer(at, presented.error());
  auto token = co_await accepted(at, std::move(*presented));
  if (!token) co_return co_await refuse_bearer(at, bearer_fault::invalid_token);
  const auto client = co_await find_client(at.door, token->client_id);
  if (!client || client->deleted_at || token->audience != project_audience(client->project))
    co_return co_await refuse_bearer(at, bearer_fault::invalid_token);
  response reply;
  token->scopes = still_allowed(std::move(token->scopes), *client);
  if (among(token->scopes, "openid"))
    reply = co_await tell(at, *token);
  else
    reply = refuse(at, bearer_fault::insufficient_scope);
  share_with(reply, *at.asked, *client);
  co_return reply;
}

}
