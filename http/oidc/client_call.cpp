// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_call.hpp"

#include "http/oidc/client_authentication.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/wishes.hpp"

namespace muniment::oidc {
namespace {

using client_ptr = std::shared_ptr<const clients::row>;

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
  refused what{refused_party::caller, at.asked->address, refusal_code::invalid_client, {}};
  co_await record(at, std::move(what));
  co_return unauthenticated_reply(at, unauthenticated());
}

client_call refused_with(response refusal) { return {{}, nullptr, std::move(refusal)}; }

/// What is wrong with a body; nothing where it is a form in which every parameter stands once.
/// `resource` may stand more often (RFC 8707 section 2), but no token is for several of them.
std::optional<http::oauth_error> fault_of_sent(const std::optional<http::form>& sent) {
  constexpr http::oauth_error no_form{"invalid_request",
                                      "The body is no form in which every parameter stands once."};
  if (!sent) return no_form;
  std::optional<http::oauth_error> fault;
  for (const auto& each : sent->parameters()) {
    if (!sent->repeats(each.name)) continue;
    if (each.name != "resource") return no_form;
    fault = http::oauth_error{"invalid_target", "Tokens are given for one resource at a time."};
  }
  return fault;
}

}

asio::awaitable<client_call> read_client_call(call at) {
  auto sent = sent_form(*at.asked);
  if (const auto fault = fault_of_sent(sent)) co_return refused_with(oauth_reply(400, *fault));
  if (at.asked->count("Authorization") > 1)
    co_return refused_with(
        oauth_reply(400, {"invalid_request", "There is more than one Authorization header."}));
  auto presented = read_client(at.asked->field("Authorization"), *sent);
  if (!presented) co_return refused_with(unauthenticated_reply(at, presented.error()));
  auto client = co_await authenticate_client(at, std::move(*presented));
  if (!client) {
    auto refusal = co_await refuse_client(at);
    co_return refused_with(std::move(refusal));
  }
  client_call read{std::move(*sent), std::move(client), {}};
  co_return read;
}

}
