// SPDX-License-Identifier: Apache-2.0
#include "http/account/account.hpp"

#include "http/account/own_form.hpp"
#include "http/account/password.hpp"
#include "http/account/paths.hpp"
#include "http/oidc/browser.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/session.hpp"
#include "http/server/cookies.hpp"

namespace muniment::account {
namespace {

using http::response;
using oidc::call;
namespace asio = boost::asio;

constexpr auto sign_out_form = "sign_out";

pages::account_page about(const http::opened_user& person, const oidc::signed_in& who) {
  pages::account_page shown;
  shown.display_name = person.display_name.value_or("");
  shown.user_name = person.user_name.value_or("");
  shown.email = person.email.value_or("");
  shown.email_verified = person.email_verified;
  shown.signed_in_at = who.authenticated_at;
  shown.methods = who.methods;
  return shown;
}

}

asio::awaitable<response> show_account(call at) {
  const auto session = co_await oidc::present(at);
  std::optional<http::opened_user> person;
  if (session) person = co_await at.door.opened(session->who.user);
  if (!person) {
    oidc::pending_login wanted;
    co_return co_await oidc::ask_login(at, std::move(wanted));
  }
  auto shown = about(*person, session->who);
  shown.workspace = at.door.identity().slug;
  std::string form = sign_out_form;
  shown.token = co_await own_token(at, session->who.session, std::move(form));
  shown.password_changed = co_await says_changed(at, session->who.session);
  auto reply = pages::html_reply(200, pages::render(shown));
  auto field = co_await oidc::session_field(at, session->cookie);
  reply.fields.push_back({"Set-Cookie", std::move(field)});
  co_return reply;
}

asio::awaitable<response> sign_out(call at) {
  std::string form = sign_out_form;
  const auto taken = co_await own_form_in(at, std::move(form));
  if (!taken) co_return old_form_page(at);
  const auto& who = taken->session.who;
  const bool ended = co_await oidc::end_session(at, who, session::session_end::logout);
  if (!ended)
    co_return oidc::error_reply(at, 503, "You are still signed in",
                                "Signing out did not work. Go back and try again.");
  auto there = oidc::see_other(std::string(paths::signed_out));
  there.fields.push_back(
      {"Set-Cookie", http::clear_cookie(oidc::session_cookie_name).value_or("")});
  co_return there;
}

asio::awaitable<response> show_signed_out(call at) {
  const auto session = co_await oidc::present(at);
  if (session) co_return oidc::see_other(std::string(paths::account));
  co_return pages::html_reply(200, pages::render(pages::signed_out_page{at.door.identity().slug}));
}

asio::awaitable<response> show_home(call) {
  co_return oidc::see_other(std::string(paths::account));
}

}
