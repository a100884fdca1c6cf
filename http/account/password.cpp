// SPDX-License-Identifier: Apache-2.0
#include "http/account/password.hpp"

#include "actors/credential.hpp"
#include "http/account/own_form.hpp"
#include "http/account/paths.hpp"
#include "http/oidc/authenticate.hpp"
#include "http/oidc/endings.hpp"
#include "http/oidc/new_password.hpp"
#include "http/oidc/password_choice.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/replies.hpp"
#include "http/oidc/wishes.hpp"

#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

namespace muniment::account {
namespace {

using http::response;
using oidc::call;
namespace asio = boost::asio;

constexpr auto password_form = "change_password";
/// In the address of the account page: a token of this name, so that nobody else's link says it.
constexpr auto changed_mark = "changed";

constexpr pages::page_notice wrong_password{
    "That did not work", "The current password is wrong, or this account cannot sign in now."};
constexpr pages::page_notice same_as_before{"That is the password you have",
                                            "Choose another one, or keep it."};

/// Somebody who changes their password.
struct password_call {
  call at;
  oidc::present_session session;
  std::string user_name;
};

response no_password_page(const call& at) {
  return oidc::error_reply(at, 404, "There is no password to change",
                           "This account has no user name or no password, and only both together "
                           "sign in. Ask those who run this service.");
}

/// Of somebody who has a password too; nothing for others.
asio::awaitable<std::optional<std::string>> name_with_password(call at, uuid user) {
  const auto person = co_await at.door.opened(user);
  if (!person || !person->user_name) co_return std::nullopt;
  const auto held = co_await at.door.credential_of(user);
  if (held.phase != credential::phase::active || held.password_hash.erased())
    co_return std::nullopt;
  co_return person->user_name;
}

asio::awaitable<response> password_page(password_call of, int status,
                                        std::optional<pages::page_notice> notice) {
  const auto& at = of.at;
  pages::change_password_page shown;
  shown.workspace = at.door.identity().slug;
  shown.user_name = of.user_name;
  std::string form = password_form;
  shown.token = co_await own_token(at, of.session.who.session, std::move(form));
  shown.least_characters = at.context.choosing.least_characters;
  shown.notice = notice;
  auto reply = pages::html_reply(status, pages::render(shown));
  auto field = co_await oidc::session_field(at, of.session.cookie);
  reply.fields.push_back({"Set-Cookie", std::move(field)});
  co_return reply;
}

/// Ends what was begun with the old password elsewhere; false when some of it may be left.
asio::awaitable<bool> end_others(call at, oidc::signed_in who) {
  auto actor = oidc::acting_user(who.user, "password");
  http::wish_origin from{std::move(actor), at.asked->trace, http::access_of(*at.asked)};
  oidc::ending_order order{at.door, who.user, std::move(from), at.asked->deadline};
  const oidc::ending_reasons revoked{};
  const std::optional<uuid> spared = who.session;
  bool all = false;
  try {
    const auto done = co_await oidc::end_all_of(std::move(order), revoked, spared);
    all = done.all;
  } catch (const http::workspace_unavailable& why) {
    spdlog::warn("sessions of before a change of password could not be ended (request {}): {}",
                 at.asked->request_id, why.what());
  }
  co_return all;
}

/// The password is changed: to the account page, which says so.
asio::awaitable<response> after_change(password_call of) {
  const auto& at = of.at;
  const bool ended = co_await end_others(at, of.session.who);
  if (!ended)
    co_return oidc::error_reply(
        at, 503, "Your password was changed",
        "But you may still be signed in elsewhere: not everything there could be ended. Change "
        "your password once more in a moment, or ask those who run this service to end it.");
  std::string form = changed_mark;
  const auto token = co_await own_token(at, of.session.who.session, std::move(form));
  co_return oidc::see_other(std::string(paths::account) + "?" + changed_mark + "=" + token);
}

/// Makes it the password in place of the one whose hash was proven.
asio::awaitable<response> take_password(password_call of, std::string proven, std::string chosen) {
  const auto& at = of.at;
  oidc::password_choice choice{of.session.who.user, std::move(proven), std::move(chosen),
                               same_as_before};
  const auto outcome = co_await oidc::replace_password(at, std::move(choice));
  switch (outcome.verdict) {
  case oidc::choice_verdict::replaced:
    break;
  case oidc::choice_verdict::refused:
    co_return co_await password_page(of, outcome.status, outcome.told);
  case oidc::choice_verdict::busy:
    co_return oidc::busy_page(at);
  case oidc::choice_verdict::overtaken:
    co_return oidc::error_reply(at, 409, "Your password was not changed",
                                "Another one was set at the same time. Open your account page "
                                "again.");
  }
  co_return co_await after_change(of);
}

/// Whether they know the password they have is found out as at a login.
asio::awaitable<response> prove_password(password_call of, std::string typed, std::string chosen) {
  const auto& at = of.at;
  oidc::typed_login login{of.user_name, std::move(typed), {}};
  auto outcome = co_await oidc::authenticate(at, std::move(login));
  switch (outcome.verdict) {
  case oidc::login_verdict::welcome:
  case oidc::login_verdict::change_password: // what is for one use is replaced here as well
    break;
  case oidc::login_verdict::busy:
    co_return oidc::busy_page(at);
  case oidc::login_verdict::delayed:
    co_return oidc::paused_page(at, {}, outcome.wait);
  case oidc::login_verdict::refused:
    co_return co_await password_page(of, 403, wrong_password);
  }
  // The name may have become somebody else's since it was read.
  if (outcome.user != of.session.who.user) co_return old_form_page(at);
  co_return co_await take_password(of, std::move(outcome.proven), std::move(chosen));
}

}

asio::awaitable<response> show_password_form(call at) {
  const auto session = co_await oidc::present(at);
  if (!session) {
    oidc::pending_login wanted;
    co_return co_await oidc::ask_login(at, std::move(wanted));
  }
  auto name = co_await name_with_password(at, session->who.user);
  if (!name) co_return no_password_page(at);
  password_call of{at, *session, std::move(*name)};
  co_return co_await password_page(of, 200, {});
}

asio::awaitable<response> change_password(call at) {
  std::string form = password_form;
  auto taken = co_await own_form_in(at, std::move(form));
  if (!taken) co_return old_form_page(at);
  auto name = co_await name_with_password(at, taken->session.who.user);
  if (!name) co_return no_password_page(at);
  const auto& sent = taken->sent;
  password_call of{at, taken->session, std::move(*name)};
  auto chosen = oidc::chosen_password(oidc::text_of(sent, "new_password"),
                                      oidc::text_of(sent, "repeated"), at.context.choosing);
  if (const auto* wrong = std::get_if<pages::page_notice>(&chosen))
    co_return co_await password_page(of, 422, *wrong);
  auto typed = oidc::text_of(sent, "current_password");
  auto proving = prove_password(of, std::move(typed), std::move(std::get<std::string>(chosen)));
  co_return co_await std::move(proving);
}

asio::awaitable<bool> says_changed(call at, uuid session) {
  const auto sent = oidc::sent_query(*at.asked);
  auto token = sent ? oidc::text_of(*sent, changed_mark) : std::string();
  if (token.empty()) co_return false;
  std::string form = changed_mark;
  co_return co_await is_own_token(at, session, std::move(form), std::move(token));
}

}
