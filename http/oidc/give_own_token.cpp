// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_credentials.hpp"
#include "http/oidc/code_exchange.hpp"
#include "http/oidc/give_service_token.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/token_grants.hpp"
#include "http/oidc/wishes.hpp"

namespace muniment::oidc {

asio::awaitable<response> give_own_token(token_request asked) {
  const auto& at = asked.at;
  if (!asked.client->secret_digest)
    co_return oauth_reply(400, {"unauthorized_client", "This is for clients with a secret only."});
  const auto& who = at.door.identity();
  const std::string_view control =
      who.slug == operators_workspace ? at.context.settings.control_origin : std::string_view{};
  auto read = read_own_request(asked.sent, *asked.client, {who.issuer, control});
  if (!read) co_return oauth_reply(400, read.error());
  const auto lifetime = at.context.settings.access_token_lifetime;
  given_tokens given;
  given.expires_in = lifetime.count();
  given.scopes = read->scopes;
  service_token_offer offer{asked.client->client_id,
                            std::move(read->audience),
                            std::move(read->scopes),
                            asked.client->access_token_algorithm,
                            lifetime,
                            {}};
  auto actor = acting_client(*asked.client);
  auto token = co_await give_service_token(at, std::move(offer), std::move(actor));
  if (!token) co_return oauth_reply(500, token.error());
  given.access_token = std::move(*token);
  co_return json_reply(200, token_reply(given));
}

}
