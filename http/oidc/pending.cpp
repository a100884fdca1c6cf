// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pending.hpp"

#include "events/codec/msgpack.hpp"
#include "http/oidc/account_choice.hpp"
#include "http/oidc/authorization_code.hpp"
#include "http/oidc/authorization_response.hpp"
#include "http/oidc/browser.hpp"
#include "http/oidc/consent.hpp"
#include "http/oidc/consent_scopes.hpp"
#include "http/oidc/metadata.hpp"
#include "http/oidc/redirect_uri.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/wishes.hpp"
#include "http/oidc/words.hpp"
#include "http/server/ids.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr auto pending_login_purpose = "pending_login";

bool still_registered(const clients::row& client, const std::string& uri) {
  const auto kind = kind_of(client.kind);
  return std::ranges::any_of(client.redirect_uris, [&](const auto& each) {
    return redirect_uri_matches(each, uri, kind);
  });
}

response_target target_of(const pending_call& under_way) {
  const auto& wanted = under_way.pending.wanted;
  return {wanted.redirect_uri, wanted.state, under_way.at.door.identity().issuer};
}

grant::issue_code wish_for(const pending_call& under_way, const present_session& session,
                           const authorization_code& code) {
  const auto& wanted = under_way.pending.wanted;
  const auto now = under_way.at.door.now();
  const auto code_end = now + grant::longest_code_lifetime;
  grant::issue_code wish;
  wish.user = session.who.user;
  wish.client = wanted.client;
  wish.session = session.who.session;
  wish.code_digest = code_digest(code.text);
  wish.redirect_uri = wanted.redirect_uri;
  wish.scopes = wanted.scopes;
  wish.code_challenge = wanted.code_challenge;
  wish.nonce = wanted.nonce;
  wish.authenticated_at = session.who.authenticated_at;
  wish.methods = session.who.methods;
  wish.code_expires_at = code_end;
  const auto& settings = under_way.at.context.settings;
  const bool offline = among(wanted.scopes, offline_scope);
  wish.expires_at =
      code_end + (offline ? settings.refresh_token_lifetime : settings.access_token_lifetime);
  wish.now = now;
  return wish;
}

/// Back to the client. Where a form of ours was filled in on the way, this answers it or what it
/// redirected to.
response back(const pending_call& under_way, std::string location) {
  if (!under_way.pending.asked) return see_other(std::move(location));
  return lead_on(under_way.at, under_way.client->name, std::move(location));
}

/// Whether the client is a third party that the user has not allowed all of this yet.
asio::awaitable<bool> lacks_consent(pending_call under_way, uuid user) {
  const auto& client = *under_way.client;
  if (!client.third_party) co_return false;
  const auto standing = co_await under_way.at.door.consent(consent_stream(user, client.id));
  co_return !covers(standing.get(), under_way.pending.wanted.scopes);
}

/// Whether another program could be where the code is sent.
bool is_unassured(const pending_call& under_way) {
  return open_to_other_programs(under_way.pending.wanted.redirect_uri,
                                kind_of(under_way.client->kind));
}

/// The request with its client, if that still is as it was when the request was checked.
asio::awaitable<std::optional<pending_call>> with_client(call at, pending_authorization pending) {
  auto client = co_await at.door.client(pending.wanted.client);
  if (!client || client->deleted_at || !still_registered(*client, pending.wanted.redirect_uri))
    co_return std::nullopt;
  pending_call result{at, std::move(pending), std::move(client)};
  co_return result;
}

}

asio::awaitable<std::shared_ptr<const clients::row>> find_client(workspace_door& at,
                                                                 std::string client_id) {
  auto wanted = public_claim(claim_kind::client_id, client_id);
  const auto id = co_await at.holder(std::move(wanted));
  if (!id) co_return nullptr;
  co_return co_await at.client(*id);
}

asio::awaitable<std::string> sealed_request(pending_call under_way) {
  auto plain = pack(login_for(under_way.pending));
  co_return co_await under_way.at.door.seal(pending_login_purpose, std::move(plain));
}

asio::awaitable<std::optional<login_call>> opened_login(call at, std::string box) {
  const auto opened = co_await at.door.unseal(pending_login_purpose, std::move(box));
  if (!opened) co_return std::nullopt;
  auto pending = read_pending_login(*opened, at.door.now());
  if (!pending) co_return std::nullopt;
  if (!pending->authorization) co_return login_call{at, {}};
  auto request = co_await with_client(at, std::move(*pending->authorization));
  if (!request) co_return std::nullopt;
  co_return login_call{at, std::move(request)};
}

asio::awaitable<std::optional<pending_call>> opened_request(call at, std::string box) {
  auto login = co_await opened_login(at, std::move(box));
  if (!login) co_return std::nullopt;
  co_return std::move(login->request);
}

asio::awaitable<response> ask_login(call at, pending_login wanted) {
  auto plain = pack(wanted);
  const auto box = co_await at.door.seal(pending_login_purpose, std::move(plain));
  co_return see_other(std::string(paths::login) + "?request=" + box);
}

asio::awaitable<response> to_login(pending_call under_way) {
  under_way.pending.asked = true;
  auto wanted = login_for(std::move(under_way.pending));
  co_return co_await ask_login(under_way.at, std::move(wanted));
}

response refuse(const pending_call& under_way, const http::oauth_error& why) {
  return back(under_way, error_location(target_of(under_way), why));
}

asio::awaitable<response> give_code(pending_call under_way, present_session session) {
  const auto& at = under_way.at;
  const auto code = make_code(http::traffic_id(at.door.now()));
  const grant::command wish = wish_for(under_way, session, code);
  auto actor = acting_user(session.who.user, "session");
  const auto reply = co_await decide_new<grant::noun>(at, std::move(actor), code.grant, wish);
  if (reply.verdict != command_verdict::accepted)
    co_return refuse(under_way, {"server_error", "The code could not be issued."});
  auto there = back(under_way, code_location(target_of(under_way), code.text));
  auto field = co_await session_field(at, session.cookie);
  there.fields.push_back({"Set-Cookie", std::move(field)});
  co_return there;
}

asio::awaitable<response> proceed(pending_call under_way) {
  auto session = co_await present(under_way.at);
  const bool lacking = session && co_await lacks_consent(under_way, session->who.user);
  const reasons_to_ask client{lacking, is_unassured(under_way)};
  switch (next(under_way.pending, session ? &session->who : nullptr, client)) {
  case next_step::give_code:
    co_return co_await give_code(under_way, *session);
  case next_step::log_in:
    co_return co_await to_login(under_way);
  case next_step::choose_account:
    co_return co_await ask_account(under_way, *session);
  case next_step::ask_consent:
    co_return co_await ask_consent(under_way, *session);
  case next_step::refuse_login:
    co_return refuse(under_way, {"login_required", "The user is not signed in as required."});
  case next_step::refuse_choice:
    co_return refuse(under_way, {"interaction_required",
                                 "A native application gets a code once the user was asked."});
  case next_step::refuse_consent:
    break;
  }
  co_return refuse(under_way, {"consent_required", "The user has to be asked."});
}

}
