// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/give_service_token.hpp"

#include "actors/service_token.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/wishes.hpp"
#include "http/server/ids.hpp"

namespace muniment::oidc {

using http::oauth_error;

asio::awaitable<boost::system::result<std::string, oauth_error>>
give_service_token(call at, service_token_offer offer, acting_party actor) {
  const auto by = co_await at.door.signer(offer.algorithm);
  if (!by) co_return oauth_error{"server_error", "There is no key to sign with."};
  const auto now = at.door.now();
  const auto over = now + offer.lifetime;
  const auto id = http::traffic_id(now);
  const service_token::command wish = service_token::issue{
      {actor.kind, actor.id}, by->key_id, offer.audience, offer.scopes, over, now};
  const auto reply = co_await decide_new<service_token::noun>(at, std::move(actor), id, wish);
  if (reply.verdict != command_verdict::accepted)
    co_return oauth_error{"server_error", "The token could not be recorded."};
  const auto token_id = to_string(id);
  auto claims = service_token_claims({at.door.identity().issuer, offer.client_id, offer.audience,
                                      offer.scopes, token_id, now, over, offer.act});
  std::string type(access_token_type);
  co_return co_await at.door.sign(by->key_id, std::move(type), std::move(claims));
}

}
