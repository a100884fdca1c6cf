// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_code.hpp"
#include "http/oidc/code_exchange.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/refresh_mark.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/sign_tokens.hpp"
#include "http/oidc/standing.hpp"
#include "http/oidc/wishes.hpp"
#include "http/oidc/words.hpp"
#include "http/server/ids.hpp"

namespace muniment::oidc {
namespace {

using grant_ptr = std::shared_ptr<const grants::row>;

/// Whether all that the grant hangs on is still there. A code that was used before goes to the
/// grant in any case, which then ends.
asio::awaitable<bool> still_stands(token_request asked, grant_ptr grant) {
  if (grant->phase != grants::phase::code_issued) co_return true;
  const auto over = co_await find_why_over(asked.at.door, *grant);
  co_return !over && !still_allowed(grant->scopes, *asked.client).empty();
}

asio::awaitable<command_reply> redeem(token_request asked, code_exchange exchange,
                                      grant::access_offer offer,
                                      std::optional<grant::refresh_offer> refresh) {
  grant::redeem_code redeemed;
  redeemed.code_digest = code_digest(exchange.code);
  redeemed.client = asked.client->id;
  redeemed.redirect_uri = std::move(exchange.redirect_uri);
  redeemed.code_challenge = std::move(exchange.code_challenge);
  redeemed.access = std::move(offer);
  redeemed.refresh = std::move(refresh);
  redeemed.now = asked.at.door.now();
  const grant::command wish = std::move(redeemed);
  auto actor = acting_client(*asked.client);
  co_return co_await decide<grant::noun>(asked.at, std::move(actor), exchange.grant, wish);
}

/// The request cannot be answered, whatever its code is. The code is judged all the same: one that
/// was used before ends its grant. The grant gives nothing for no challenge at all, so a good code
/// is not used up.
asio::awaitable<response> refuse_exchange(token_request asked, code_exchange exchange,
                                          http::oauth_error why) {
  const auto known = co_await asked.at.door.grant(exchange.grant);
  if (!known) co_return oauth_reply(400, why);
  exchange.code_challenge.clear();
  grant::access_offer nothing;
  std::optional<grant::refresh_offer> no_refresh;
  const auto reply =
      co_await redeem(asked, std::move(exchange), std::move(nothing), std::move(no_refresh));
  const bool replayed = reply.why == entry_of(refusal_code::code_replayed).name;
  co_return oauth_reply(400, replayed ? exchange_error(reply.why) : why);
}

/// The first refresh token, if the user allowed one and the client still may have it.
asio::awaitable<std::optional<std::string>> first_refresh_token(const token_request& asked,
                                                                const token_parts& parts) {
  if (!among(parts.scopes, offline_scope) || !among(asked.client->grant_types, "refresh_token"))
    co_return std::nullopt;
  co_return co_await new_refresh_token(asked.at.door, parts.grant.id);
}

std::optional<grant::refresh_offer> offer_of(const std::optional<std::string>& token,
                                             const grants::row& grant) {
  if (!token) return {};
  return grant::refresh_offer{refresh_digest(*token), grant.expires_at};
}

}

asio::awaitable<response> redeem_code(token_request asked) {
  const auto& at = asked.at;
  auto exchange = read_exchange(asked.sent);
  const auto foreign = foreign_target(asked);
  if (!exchange) co_return oauth_reply(400, foreign.value_or(exchange.error()));
  if (const auto fault = foreign ? foreign : exchange->fault)
    co_return co_await refuse_exchange(asked, std::move(*exchange), *fault);
  const auto grant = co_await at.door.grant(exchange->grant);
  if (!grant) co_return oauth_reply(400, exchange_error("unknown_grant"));
  const bool stands = co_await still_stands(asked, grant);
  if (!stands) co_return oauth_reply(400, exchange_error("revoked"));
  auto by = co_await find_signers(asked);
  if (!by) co_return oauth_reply(500, {"server_error", "There is no key to sign with."});
  token_parts parts{*grant, still_allowed(grant->scopes, *asked.client),
                    to_string(http::random_id()), at.door.now(), access_token_end(at, *grant)};
  parts.refresh_token = co_await first_refresh_token(asked, parts);
  grant::access_offer offer{parts.token_id, by->access.key_id, parts.expires_at, narrowed(parts)};
  auto refresh = offer_of(parts.refresh_token, *grant);
  const auto tokens = co_await signed_tokens(asked, std::move(*by), std::move(parts));
  const auto reply =
      co_await redeem(asked, std::move(*exchange), std::move(offer), std::move(refresh));
  if (reply.verdict != command_verdict::accepted)
    co_return oauth_reply(400, exchange_error(reply.why));
  co_return json_reply(200, token_reply(tokens));
}

}
