// SPDX-License-Identifier: Apache-2.0
#include "crypto/encoding.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/refresh_exchange.hpp"
#include "http/oidc/refresh_mark.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/sign_tokens.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/wishes.hpp"
#include "http/server/ids.hpp"

namespace muniment::oidc {
namespace {

/// The token that replaces the one of this request. It follows from the request alone, under a key
/// of the workspace: the same request sent again, because its reply was lost, gets the same token,
/// and nobody else can know it.
asio::awaitable<std::string> next_token(call at, uuid grant, std::string token, bytes request) {
  auto text = token + " " + crypto::hex_encode(request);
  std::string purpose = "refresh_token";
  const auto secret = co_await at.door.lookup_digest(std::move(purpose), std::move(text));
  co_return co_await marked_refresh_token(at.door, grant, secret);
}

grant::refresh wish_for(const token_request& asked, const refresh_exchange& exchange,
                        const token_parts& parts, std::string key_id, bool marked) {
  grant::refresh wish;
  wish.refresh_digest = refresh_digest(exchange.token);
  wish.client = asked.client->id;
  wish.request_digest = request_digest(exchange, *asked.client);
  wish.access = {parts.token_id, std::move(key_id), parts.expires_at, narrowed(parts)};
  wish.next = {refresh_digest(*parts.refresh_token), parts.grant.expires_at};
  wish.now = parts.issued_at;
  wish.marked = marked;
  return wish;
}

/// What the new token allows: what was asked for, or all of it; nothing where that is too much.
std::optional<std::vector<std::string>>
scopes_for(const refresh_exchange& exchange, const grants::row& grant, const clients::row& client) {
  auto allowed = still_allowed(grant.scopes, client);
  if (allowed.empty() || !within_grant(exchange, allowed)) return {};
  return exchange.scopes.value_or(std::move(allowed));
}

/// What is wrong with a request whatever its token is worth.
std::optional<http::oauth_error> fault_of(const token_request& asked,
                                          const refresh_exchange& exchange,
                                          const std::optional<std::vector<std::string>>& scopes) {
  if (auto foreign = foreign_target(asked)) return foreign;
  if (exchange.fault) return exchange.fault;
  if (scopes) return {};
  return http::oauth_error{"invalid_scope", "The user did not allow one of these scopes, or "
                                            "this client may have it no more."};
}

/// The token is judged all the same, as if nothing were wrong: one that was replaced ends its
/// family, and a made-up one learns nothing of the grant. No request was answered that has this
/// fault, so it is none that is sent again, and for want of a digest it uses up no good token.
asio::awaitable<response> refuse(token_request asked, refresh_exchange exchange, grants::row grant,
                                 http::oauth_error fault) {
  const auto& at = asked.at;
  token_parts parts{
      grant, {}, to_string(http::random_id()), at.door.now(), access_token_end(at, grant)};
  parts.refresh_token = make_refresh_token(grant.id);
  const bool marked = co_await is_marked(at.door, exchange.token);
  auto judged = wish_for(asked, exchange, parts, "none", marked);
  judged.request_digest.clear();
  const grant::command wish = std::move(judged);
  auto actor = acting_client(*asked.client);
  const auto reply = co_await decide<grant::noun>(at, std::move(actor), grant.id, wish);
  if (reply.why != entry_of(refusal_code::invalid_value).name)
    co_return oauth_reply(400, refresh_error(reply.why));
  co_return oauth_reply(400, fault);
}

/// The grant hangs on something that is gone: it ends now, so that the journal tells so.
asio::awaitable<response> finish(token_request asked, grants::row grant, grant::grant_end reason) {
  auto actor = acting_client(*asked.client);
  co_await end_grant(asked.at, std::move(grant), reason, std::move(actor));
  const auto* why = reason == grant::grant_end::expired ? "expired" : "revoked";
  co_return oauth_reply(400, refresh_error(why));
}

}

asio::awaitable<response> redeem_refresh_token(token_request asked) {
  const auto& at = asked.at;
  const auto exchange = read_refresh(asked.sent);
  if (!exchange) co_return oauth_reply(400, exchange.error());
  const auto grant = co_await at.door.grant(exchange->grant);
  if (!grant) co_return oauth_reply(400, refresh_error("unknown_grant"));
  if (grant->client != asked.client->id) co_return oauth_reply(400, refresh_error("wrong_binding"));
  const auto over = co_await find_why_over(at.door, *grant);
  if (over) co_return co_await finish(asked, *grant, *over);
  const auto scopes = scopes_for(*exchange, *grant, *asked.client);
  const auto fault = fault_of(asked, *exchange, scopes);
  if (fault) co_return co_await refuse(asked, *exchange, *grant, *fault);
  auto by = co_await find_signers(asked);
  if (!by) co_return oauth_reply(500, {"server_error", "There is no key to sign with."});
  auto request = request_digest(*exchange, *asked.client);
  token_parts parts{*grant, *scopes, to_string(http::random_id()), at.door.now(),
                    access_token_end(at, *grant)};
  parts.grant.nonce.reset(); // OIDC Core section 12.2
  parts.refresh_token = co_await next_token(at, grant->id, exchange->token, std::move(request));
  const bool marked = co_await is_marked(at.door, exchange->token);
  const grant::command wish = wish_for(asked, *exchange, parts, by->access.key_id, marked);
  const auto tokens = co_await signed_tokens(asked, std::move(*by), std::move(parts));
  auto actor = acting_client(*asked.client);
  const auto reply = co_await decide<grant::noun>(at, std::move(actor), grant->id, wish);
  if (reply.verdict != command_verdict::accepted)
    co_return oauth_reply(400, refresh_error(reply.why));
  co_return json_reply(200, token_reply(tokens));
}

}
