// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login.hpp"

#include "crypto/random.hpp"
#include "http/oidc/authenticate.hpp"
#include "http/oidc/browser.hpp"
#include "http/oidc/change_password.hpp"
#include "http/oidc/login_check.hpp"
#include "http/oidc/metadata.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/session.hpp"
#include "http/oidc/wishes.hpp"
#include "http/server/cookies.hpp"

#include <spdlog/spdlog.h>

namespace muniment::oidc {
namespace {

constexpr auto login_form = "login";

constexpr pages::page_notice wrong{
    "That did not work",
    "The user name or the password is wrong, or this account cannot sign in now."};
constexpr pages::page_notice overtaken{"Please try again",
                                       "This page was open for too long, or cookies are off."};

std::optional<uuid> client_of(const login_call& under_way) {
  if (!under_way.request) return {};
  return under_way.request->pending.wanted.client;
}

/// The form, bound to the browser's cookie, which it gets if it has none.
asio::awaitable<response> form_page(login_call under_way, std::string box, int status,
                                    std::optional<pages::page_notice> notice) {
  const auto& at = under_way.at;
  const auto known = visitor_of(*at.asked);
  const auto visitor = known ? *known : crypto::random_token(32);
  pages::login_page shown;
  shown.workspace = at.door.identity().slug;
  shown.request = std::move(box);
  shown.token = co_await form_token_for(at, login_form, visitor);
  shown.notice = notice;
  if (const auto& request = under_way.request) {
    shown.client = request->client->name;
    shown.user_name = request->pending.wanted.login_hint.value_or("");
  }
  auto reply = pages::html_reply(status, pages::render(shown));
  if (!known)
    reply.fields.push_back(
        {"Set-Cookie", http::set_cookie(visitor_cookie_name, visitor).value_or("")});
  co_return reply;
}

response no_session(const login_call& under_way) {
  if (under_way.request)
    return refuse(*under_way.request, {"server_error", "The session could not begin."});
  return error_reply(under_way.at, 503, "You are not signed in yet",
                     "Your password was right, but the session could not begin. Go back and try "
                     "again.");
}

/// Where the login was to lead, as one that was answered in the session that it began.
asio::awaitable<response> go_on(login_call under_way, uuid session) {
  if (!under_way.request) co_return see_other(std::string(paths::account));
  under_way.request->pending.answered_in = session;
  const auto box = co_await sealed_request(*under_way.request);
  co_return see_other(std::string(paths::resume) + "?request=" + box);
}

/// Ends a session whose password was replaced before it began. Nobody was given its cookie.
asio::awaitable<void> take_back(login_call under_way, signed_in begun) {
  const auto& at = under_way.at;
  refused what{refused_party::account, to_string(begun.user), refusal_code::wrong_credentials,
               client_of(under_way)};
  co_await end_session(at, std::move(begun), session::session_end::revoked);
  co_await record(at, std::move(what));
}

asio::awaitable<response> try_login(login_call under_way, std::string box, const http::form& sent) {
  const auto& at = under_way.at;
  typed_login typed{text_of(sent, "user_name"), text_of(sent, "password"), client_of(under_way)};
  const auto outcome = co_await authenticate(at, std::move(typed));
  switch (outcome.verdict) {
  case login_verdict::welcome:
    if (auto reply = co_await welcome(under_way, outcome.user, outcome.proven))
      co_return std::move(*reply);
    break;
  case login_verdict::change_password:
    co_return co_await ask_new_password(under_way, std::move(box), outcome.user, outcome.proven);
  case login_verdict::busy:
    co_return busy_page(at);
  case login_verdict::delayed:
    co_return paused_page(at, std::move(box), outcome.wait);
  case login_verdict::refused:
    break;
  }
  co_return co_await form_page(under_way, std::move(box), 403, wrong);
}

}

asio::awaitable<std::optional<response>> welcome(login_call under_way, uuid user,
                                                 std::string proven) {
  const auto& at = under_way.at;
  const auto before = co_await present(at);
  auto cookie = co_await start_session(at, user, client_of(under_way));
  if (!cookie) co_return no_session(under_way);
  // In this order: whoever sets another password from now on finds the session, and ends it.
  const auto held = co_await at.door.credential_of(user);
  if (!still_opens(held, proven)) {
    signed_in begun{cookie->session, user, {}, {}};
    co_await take_back(under_way, std::move(begun));
    co_return std::nullopt;
  }
  if (before) {
    const bool ended = co_await end_session(at, before->who, session::session_end::replaced);
    if (!ended)
      spdlog::warn("the session that a login replaced could not be ended (request {})",
                   at.asked->request_id);
  }
  auto there = co_await go_on(under_way, cookie->session);
  auto field = co_await session_field(at, std::move(*cookie));
  there.fields.push_back({"Set-Cookie", std::move(field)});
  there.fields.push_back({"Set-Cookie", http::clear_cookie(visitor_cookie_name).value_or("")});
  co_return there;
}

asio::awaitable<response> show_login(call at) {
  const auto sent = sent_query(*at.asked);
  auto box = sent ? text_of(*sent, "request") : std::string();
  const auto under_way = co_await opened_login(at, box);
  if (!under_way) co_return stale_form_page(at);
  co_return co_await form_page(*under_way, std::move(box), 200, {});
}

asio::awaitable<response> log_in(call at) {
  const auto sent = sent_form(*at.asked);
  if (!from_own_page(at) || !sent || sent->repeats_any()) co_return stale_form_page(at);
  auto box = text_of(*sent, "request");
  const auto under_way = co_await opened_login(at, box);
  if (!under_way) co_return stale_form_page(at);
  const auto visitor = visitor_of(*at.asked);
  auto token = text_of(*sent, "token");
  const bool proven = visitor && co_await proves_form(at, std::move(token), login_form, *visitor);
  if (!proven) co_return co_await form_page(*under_way, std::move(box), 403, overtaken);
  co_return co_await try_login(*under_way, std::move(box), *sent);
}

}
