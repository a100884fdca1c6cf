// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/token.hpp"

#include "http/oidc/claims.hpp"
#include "http/oidc/client_call.hpp"
#include "http/oidc/cross_origin.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/token_grants.hpp"
#include "http/oidc/words.hpp"

#include <algorithm>
#include <array>

namespace muniment::oidc {
namespace {

constexpr std::array grants{
    token_grant{"authorization_code", "RFC 6749 section 4.1.3", redeem_code},
    token_grant{"refresh_token", "RFC 6749 section 6", redeem_refresh_token},
    token_grant{"client_credentials", "RFC 6749 section 4.4", give_own_token},
};

asio::awaitable<response> give_to(token_request asked) {
  const auto type = text_of(asked.sent, "grant_type");
  if (type.empty()) co_return oauth_reply(400, {"invalid_request", "grant_type is missing."});
  const auto grant = std::ranges::find(grants, type, &token_grant::name);
  if (grant == grants.end())
    co_return oauth_reply(400, {"unsupported_grant_type", "This grant_type is not served here."});
  if (!among(asked.client->grant_types, type))
    co_return oauth_reply(
        400, {"unauthorized_client", "This client is not registered for this grant_type."});
  co_return co_await grant->give(asked);
}

}

std::span<const token_grant> token_grants() { return grants; }

std::optional<http::oauth_error> foreign_target(const token_request& asked) {
  const auto resource = text_of(asked.sent, "resource");
  if (resource.empty() || resource == project_audience(asked.client->project)) return {};
  return http::oauth_error{"invalid_target",
                           "resource names nothing that tokens are given for here."};
}

asio::awaitable<response> give_tokens(call at) {
  const auto from = co_await read_client_call(at);
  if (!from.client) co_return co_await share_with_clients(at, from.refusal);
  const token_request asked{at, from.sent, from.client};
  auto reply = co_await give_to(asked);
  share_with(reply, *at.asked, *from.client);
  co_return reply;
}

}
