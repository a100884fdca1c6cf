// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/token.hpp"

#include "http/oidc/client_authentication.hpp"
#include "http/oidc/cross_origin.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/token_grants.hpp"
#include "http/oidc/wishes.hpp"
#include "http/oidc/words.hpp"

#include <algorithm>
#include <array>

namespace muniment::oidc {
namespace {

using client_ptr = std::shared_ptr<const clients::row>;

constexpr std::array grants{
    token_grant{"authorization_code", "RFC 6749 section 4.1.3", redeem_code},
    token_grant{"client_credentials", "RFC 6749 section 4.4", give_own_token},
};

/// A reply to who could not say who it is (RFC 6749 section 5.2). Every 401 tells how to do it (RFC
/// 9110 section 15.5.2).
response unauthenticated_reply(const call& at, const authentication_fault& fault) {
  auto reply = oauth_reply(fault.status, fault.why);
  if (fault.status == 401)
    reply.fields.push_back(
        {"WWW-Authenticate", "Basic realm=\"" + at.door.identity().issuer + "\""});
  return reply;
}

/// The client that presents itself; null when it is not the one it says.
asio::awaitable<client_ptr> authenticate_client(call at, presented_client presented) {
  auto client = co_await find_client(at.door, presented.client_id);
  if (!client) co_return nullptr;
  std::optional<crypto::hash> digest;
  if (!presented.secret.empty())
    digest = co_await at.door.client_secret_digest(client->id, presented.secret);
  if (authenticated(*client, presented, digest)) co_return client;
  co_return nullptr;
}

asio::awaitable<response> refuse_client(call at) {
  refused what{refused_party::address, at.asked->address, refusal_code::invalid_client, {}};
  co_await record(at, std::move(what));
  co_return unauthenticated_reply(at, unauthenticated());
}

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

asio::awaitable<response> give_tokens(call at) {
  const auto sent = sent_form(*at.asked);
  if (!sent || sent->repeats_any())
    co_return oauth_reply(400, {"invalid_request", "The body is no form in which every parameter "
                                                   "stands once."});
  if (at.asked->count("Authorization") > 1)
    co_return oauth_reply(400, {"invalid_request", "There is more than one Authorization header."});
  auto presented = read_client(at.asked->field("Authorization"), *sent);
  if (!presented) co_return unauthenticated_reply(at, presented.error());
  const auto client = co_await authenticate_client(at, std::move(*presented));
  if (!client) co_return co_await refuse_client(at);
  const token_request asked{at, *sent, client};
  auto reply = co_await give_to(asked);
  share_with(reply, *at.asked, *client);
  co_return reply;
}

}
