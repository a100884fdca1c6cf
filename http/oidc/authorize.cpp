// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorize.hpp"

#include "http/oidc/authorization_response.hpp"
#include "http/oidc/authorize_steps.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/metadata.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"

namespace muniment::oidc {
namespace {

using client_ptr = std::shared_ptr<const clients::row>;

response refuse_request(const call& at, const checked_request& checked) {
  const auto& refused = *checked.refused;
  if (refused.where == told::on_a_page) return bad_request_page(at, refused.why);
  const response_target target{checked.wanted.redirect_uri, checked.wanted.state,
                               at.door.identity().issuer};
  return see_other(error_location(target, refused.why));
}

/// Whom `id_token_hint` names. A hint that is no ID token of ours for this client names the nil
/// user, who nobody is.
asio::awaitable<std::optional<uuid>> hinted(call at, const http::form& sent, client_ptr client) {
  auto token = text_of(sent, "id_token_hint");
  if (token.empty()) co_return std::nullopt;
  std::string type(id_token_type);
  const auto claims = co_await at.door.hinted_claims(std::move(type), std::move(token));
  if (!claims) co_return uuid{};
  const auto user = hinted_user(*claims, at.door.identity().issuer, client->client_id);
  co_return user.value_or(uuid{});
}

/// With a POST from another site the browser sends no session cookie; it does when it comes again
/// by GET.
asio::awaitable<response> come_again(pending_call under_way) {
  const auto box = co_await sealed_request(under_way);
  co_return see_other(std::string(paths::resume) + "?request=" + box);
}

asio::awaitable<response> start(call at, const http::form& sent) {
  client_ptr client;
  if (const auto name = named_client(sent)) {
    std::string client_id(*name);
    client = co_await find_client(at.door, std::move(client_id));
  }
  auto checked = check({sent, client.get()});
  if (checked.refused) co_return refuse_request(at, checked);
  const auto user = co_await hinted(at, sent, client);
  pending_call under_way{at, begin(std::move(checked.wanted), user, at.door.now()), client};
  if (user && user->is_nil())
    co_return refuse(under_way, {"invalid_request", "id_token_hint is no ID token that this "
                                                    "issuer made for this client."});
  if (at.asked->method == "POST") co_return co_await come_again(under_way);
  co_return co_await proceed(under_way);
}

}

asio::awaitable<response> authorize(call at) {
  const bool posted = at.asked->method == "POST";
  const auto sent = posted ? sent_form(*at.asked) : sent_query(*at.asked);
  if (!sent)
    co_return bad_request_page(
        at, {"invalid_request", "The parameters are not properly form-encoded."});
  co_return co_await start(at, *sent);
}

asio::awaitable<response> resume(call at) {
  const auto sent = sent_query(*at.asked);
  if (!sent) co_return stale_form_page(at);
  auto box = text_of(*sent, "request");
  auto under_way = co_await opened_request(at, std::move(box));
  if (!under_way) co_return stale_form_page(at);
  co_return co_await proceed(*under_way);
}

}
