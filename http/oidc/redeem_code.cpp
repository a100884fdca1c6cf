// SPDX-License-Identifier: Apache-2.0
#include "actors/grant.hpp"
#include "http/oidc/authorization_code.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/code_exchange.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/token_grants.hpp"
#include "http/oidc/wishes.hpp"
#include "http/oidc/words.hpp"
#include "http/server/ids.hpp"

namespace muniment::oidc {
namespace {

using grant_ptr = std::shared_ptr<const grants::row>;

/// The keys that sign what leaves: found before the code is used up.
struct signers {
  http::signing_choice access;
  http::signing_choice identity;
};

/// Whether the tokens are asked for where they are for anyway (RFC 8707 section 2.2).
bool for_the_project(const token_request& asked) {
  const auto resource = asked.sent.find("resource").value_or("");
  return resource.empty() || resource == project_audience(asked.client->project);
}

asio::awaitable<std::optional<signers>> find_signers(token_request asked) {
  auto access = co_await asked.at.door.signer(asked.client->access_token_algorithm);
  auto identity = co_await asked.at.door.signer(asked.client->id_token_algorithm);
  if (!access || !identity) co_return std::nullopt;
  signers found{std::move(*access), std::move(*identity)};
  co_return found;
}

/// Whether user and session are still there. A code that was used before goes to the grant in any
/// case, which then ends.
asio::awaitable<bool> still_signed_in(call at, grant_ptr grant) {
  if (grant->phase != grants::phase::code_issued) co_return true;
  const auto user = co_await at.door.user(grant->user);
  const auto session = co_await at.door.session(grant->session);
  co_return user && user->phase == users::phase::active&& session && !session->ended_at &&
      at.door.now() < session->expires_at;
}

asio::awaitable<command_reply> redeem(token_request asked, code_exchange exchange,
                                      grant::access_offer offer) {
  grant::redeem_code redeemed;
  redeemed.code_digest = code_digest(exchange.code);
  redeemed.client = asked.client->id;
  redeemed.redirect_uri = std::move(exchange.redirect_uri);
  redeemed.code_challenge = std::move(exchange.code_challenge);
  redeemed.access = std::move(offer);
  redeemed.now = asked.at.door.now();
  const grant::command wish = std::move(redeemed);
  auto actor = acting_client(*asked.client);
  co_return co_await decide<grant::noun>(asked.at, std::move(actor), exchange.grant, wish);
}

asio::awaitable<std::string> sign(call at, const http::signing_choice& by, std::string_view type,
                                  std::string claims) {
  std::string name(type);
  co_return co_await at.door.sign(by.key_id, std::move(name), std::move(claims));
}

asio::awaitable<response> signed_tokens(token_request asked, grant_ptr grant, signers by,
                                        token_facts facts) {
  given_tokens tokens;
  auto access = access_token_claims(facts, *grant);
  tokens.access_token = co_await sign(asked.at, by.access, access_token_type, std::move(access));
  if (among(grant->scopes, "openid")) {
    auto identity = id_token_claims(facts, *grant, tokens.access_token, by.identity.algorithm);
    tokens.id_token = co_await sign(asked.at, by.identity, id_token_type, std::move(identity));
  }
  tokens.expires_in = asked.at.context.settings.access_token_lifetime.count();
  tokens.scopes = grant->scopes;
  co_return json_reply(200, token_reply(tokens));
}

}

asio::awaitable<response> redeem_code(token_request asked) {
  const auto& at = asked.at;
  if (!for_the_project(asked))
    co_return oauth_reply(
        400, {"invalid_target", "resource names nothing that tokens are given for here."});
  auto exchange = read_exchange(asked.sent);
  if (!exchange) co_return oauth_reply(400, exchange.error());
  const auto grant = co_await at.door.grant(exchange->grant);
  if (!grant) co_return oauth_reply(400, exchange_error("unknown_grant"));
  const bool present = co_await still_signed_in(at, grant);
  if (!present) co_return oauth_reply(400, exchange_error("revoked"));
  const auto by = co_await find_signers(asked);
  if (!by) co_return oauth_reply(500, {"server_error", "There is no key to sign with."});
  const auto token_id = to_string(http::random_id());
  const auto now = at.door.now();
  const auto over = now + at.context.settings.access_token_lifetime;
  grant::access_offer offer{token_id, by->access.key_id, over};
  const auto reply = co_await redeem(asked, std::move(*exchange), std::move(offer));
  if (reply.verdict != command_verdict::accepted)
    co_return oauth_reply(400, exchange_error(reply.why));
  const token_facts facts{at.door.identity().issuer,
                          asked.client->client_id,
                          asked.client->project,
                          token_id,
                          now,
                          over};
  co_return co_await signed_tokens(asked, grant, *by, facts);
}

}
