// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/logout.hpp"

#include "events/codec/msgpack.hpp"
#include "http/oidc/authorization_response.hpp"
#include "http/oidc/browser.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/grant_standing.hpp"
#include "http/oidc/logout_request.hpp"
#include "http/oidc/metadata.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/session.hpp"
#include "http/server/cookies.hpp"

namespace muniment::oidc {
namespace {

constexpr auto logout_form = "logout";
constexpr auto pending_logout_purpose = "pending_logout";

asio::awaitable<std::string> sealed_logout(call at, pending_logout wanted) {
  auto plain = pack(wanted);
  co_return co_await at.door.seal(pending_logout_purpose, std::move(plain));
}

asio::awaitable<std::optional<pending_logout>> opened_logout(call at, std::string box) {
  const auto opened = co_await at.door.unseal(pending_logout_purpose, std::move(box));
  if (!opened) co_return std::nullopt;
  co_return read_pending_logout(*opened, at.door.now());
}

asio::awaitable<std::optional<logout_hint>> hint_of(call at, std::string token) {
  if (token.empty()) co_return std::nullopt;
  std::string type(id_token_type);
  const auto claims = co_await at.door.hinted_claims(std::move(type), std::move(token));
  if (!claims) co_return std::nullopt;
  co_return read_logout_hint(*claims, at.door.identity().issuer);
}

/// Of the client that asks; empty when it is not known.
asio::awaitable<std::string> client_name(call at, pending_logout wanted) {
  if (!wanted.client) co_return "";
  const auto client = co_await at.door.client(*wanted.client);
  co_return client ? client->name : "";
}

/// Back to the client, or to the page that says it is done.
asio::awaitable<response> way_back(call at, pending_logout wanted) {
  if (!wanted.redirect_uri) co_return see_other(std::string(paths::signed_out));
  auto location = logged_out_location(*wanted.redirect_uri, wanted.state);
  // A client's own form is answered elsewhere (`come_again`): this is ours.
  if (at.asked->method != "POST") co_return see_other(std::move(location));
  auto client = co_await client_name(at, std::move(wanted));
  co_return lead_on(at, std::move(client), std::move(location));
}

asio::awaitable<response> signed_out(call at, pending_logout wanted) {
  auto there = co_await way_back(at, std::move(wanted));
  there.fields.push_back({"Set-Cookie", http::clear_cookie(session_cookie_name).value_or("")});
  co_return there;
}

/// Ends what the client that asks got in the session of its hint, which this browser does not hold:
/// offline it keeps that beyond the cookie, and beyond a session that gave way to another. The
/// session itself stands, if it does: nobody was asked, and other clients got theirs in it.
asio::awaitable<void> end_hinted(call at, pending_logout wanted) {
  if (!wanted.session || !wanted.client) co_return;
  const auto row = co_await at.door.session(*wanted.session);
  if (!row) co_return;
  auto actor = acting_user(row->user, "id_token_hint");
  co_await revoke_grants_of_client(at, row->id, *wanted.client, std::move(actor));
}

asio::awaitable<response> end(call at, pending_logout wanted, present_session session) {
  const bool ended = co_await end_session(at, session.who, session::session_end::logout);
  if (!ended)
    co_return error_reply(at, 503, "You are still signed in",
                          "Signing out did not work. Go back and try again.");
  if (wanted.session != session.who.session) co_await end_hinted(at, wanted);
  co_return co_await signed_out(at, std::move(wanted));
}

/// Nobody is signed in here, so nobody can be asked.
asio::awaitable<response> end_without_session(call at, pending_logout wanted) {
  co_await end_hinted(at, wanted);
  co_return co_await signed_out(at, std::move(wanted));
}

asio::awaitable<response> ask(call at, pending_logout wanted, present_session session) {
  const auto user = co_await at.door.opened(session.who.user);
  pages::logout_page shown;
  shown.workspace = at.door.identity().slug;
  if (user) shown.user_name = user->display_name.value_or(user->user_name.value_or(""));
  shown.client = co_await client_name(at, wanted);
  shown.request = co_await sealed_logout(at, wanted);
  auto held = to_string(session.who.session);
  shown.token = co_await form_token_for(at, logout_form, std::move(held));
  co_return pages::html_reply(200, pages::render(shown));
}

asio::awaitable<response> go_on(call at, pending_logout wanted) {
  auto session = co_await present(at);
  if (!session) co_return co_await end_without_session(at, std::move(wanted));
  if (wanted.session == session->who.session)
    co_return co_await end(at, std::move(wanted), std::move(*session));
  co_return co_await ask(at, std::move(wanted), std::move(*session));
}

/// With a POST from another site the browser sends no session cookie; it does when it comes again
/// by GET.
asio::awaitable<response> come_again(call at, pending_logout wanted) {
  const auto box = co_await sealed_logout(at, std::move(wanted));
  co_return see_other(std::string(paths::end_session) + "?logout=" + box);
}

asio::awaitable<response> start(call at, const http::form& sent) {
  auto token = text_of(sent, "id_token_hint");
  logout_source from{!token.empty()};
  from.hint = co_await hint_of(at, std::move(token));
  auto named = logout_client(sent, from.hint);
  if (!named) co_return bad_request_page(at, named.error());
  std::shared_ptr<const clients::row> client;
  if (*named) client = co_await find_client(at.door, std::move(**named));
  if (client && !client->deleted_at) from.client = client.get();
  auto wanted = read_logout(sent, from, at.door.now());
  if (!wanted) co_return bad_request_page(at, wanted.error());
  if (at.asked->method == "POST") co_return co_await come_again(at, std::move(*wanted));
  co_return co_await go_on(at, std::move(*wanted));
}

}

asio::awaitable<response> log_out(call at) {
  const bool posted = at.asked->method == "POST";
  const auto sent = posted ? sent_form(*at.asked) : sent_query(*at.asked);
  if (!sent)
    co_return bad_request_page(
        at, {"invalid_request", "The parameters are not properly form-encoded."});
  auto box = text_of(*sent, "logout");
  if (posted || box.empty()) co_return co_await start(at, *sent);
  auto wanted = co_await opened_logout(at, std::move(box));
  if (!wanted) co_return stale_form_page(at);
  co_return co_await go_on(at, std::move(*wanted));
}

asio::awaitable<response> confirm_logout(call at) {
  const auto sent = sent_form(*at.asked);
  if (!from_own_page(at) || !sent || sent->repeats_any()) co_return stale_form_page(at);
  auto box = text_of(*sent, "request");
  auto wanted = co_await opened_logout(at, std::move(box));
  if (!wanted) co_return stale_form_page(at);
  auto session = co_await present(at);
  if (!session) co_return co_await end_without_session(at, std::move(*wanted));
  auto token = text_of(*sent, "token");
  auto held = to_string(session->who.session);
  const bool proven = co_await proves_form(at, std::move(token), logout_form, std::move(held));
  if (!proven) co_return stale_form_page(at);
  if (text_of(*sent, "decision") != "sign_out") co_return see_other(std::string(paths::account));
  co_return co_await end(at, std::move(*wanted), std::move(*session));
}

}
