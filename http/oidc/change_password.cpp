// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/change_password.hpp"

#include "actors/credential.hpp"
#include "events/codec/msgpack.hpp"
#include "http/oidc/browser.hpp"
#include "http/oidc/login.hpp"
#include "http/oidc/new_password.hpp"
#include "http/oidc/password_choice.hpp"
#include "http/oidc/password_ticket.hpp"
#include "http/oidc/replies.hpp"

#include <variant>

namespace muniment::oidc {
namespace {

constexpr auto new_password_form = "new_password";
constexpr auto purpose = "password_ticket";

/// A form of ours that was filled in: what it belongs to and what it says.
struct filled_form {
  login_call under_way;
  std::string box;    ///< the sealed login
  std::string ticket; ///< sealed
  password_ticket proof;
  std::string hash; ///< of the password to be replaced
};

/// The form is bound to the browser by its cookie, and to its ticket.
std::string held_by(const std::string& visitor, const std::string& ticket) {
  return visitor + ' ' + ticket;
}

asio::awaitable<response> form_page(login_call under_way, std::string box, std::string ticket,
                                    uuid user, int status,
                                    std::optional<pages::page_notice> notice) {
  const auto& at = under_way.at;
  const auto visitor = visitor_of(*at.asked);
  if (!visitor) co_return stale_form_page(at);
  const auto person = co_await at.door.opened(user);
  pages::new_password_page shown;
  shown.workspace = at.door.identity().slug;
  shown.request = std::move(box);
  shown.token = co_await form_token_for(at, new_password_form, held_by(*visitor, ticket));
  shown.ticket = std::move(ticket);
  if (person) shown.user_name = person->user_name.value_or("");
  shown.least_characters = at.context.choosing.least_characters;
  shown.notice = notice;
  co_return pages::html_reply(status, pages::render(shown));
}

/// Whether somebody has still to change the password of this ticket; its hash then.
asio::awaitable<std::optional<std::string>> still_to_change(call at, password_ticket proof) {
  const auto user = co_await at.door.user(proof.user);
  if (!user || user->phase != users::phase::active) co_return std::nullopt;
  const auto held = co_await at.door.credential_of(proof.user);
  if (held.phase != credential::phase::active || held.password_hash.erased() || !held.must_change ||
      !is_of(proof, held.password_hash.reveal()))
    co_return std::nullopt;
  co_return held.password_hash.reveal();
}

asio::awaitable<std::optional<filled_form>> opened_form(call at, const http::form& sent) {
  auto box = text_of(sent, "request");
  auto ticket = text_of(sent, "ticket");
  auto token = text_of(sent, "token");
  const auto visitor = visitor_of(*at.asked);
  if (!visitor) co_return std::nullopt;
  const bool proven =
      co_await proves_form(at, std::move(token), new_password_form, held_by(*visitor, ticket));
  const auto unsealed = co_await at.door.unseal(purpose, ticket);
  const auto proof = unsealed ? read_ticket(*unsealed, at.door.now()) : std::nullopt;
  if (!proven || !proof) co_return std::nullopt;
  auto hash = co_await still_to_change(at, *proof);
  auto under_way = co_await opened_login(at, box);
  if (!hash || !under_way) co_return std::nullopt;
  filled_form filled{std::move(*under_way), std::move(box), std::move(ticket), *proof,
                     std::move(*hash)};
  co_return filled;
}

/// The form again, with what is wrong.
asio::awaitable<response> refuse_choice(filled_form filled, pages::page_notice told, int status) {
  co_return co_await form_page(filled.under_way, filled.box, filled.ticket, filled.proof.user,
                               status, told);
}

/// Makes it the password, and goes on with the login.
asio::awaitable<response> take_choice(filled_form filled, std::string chosen) {
  const auto at = filled.under_way.at;
  const auto user = filled.proof.user;
  password_choice choice{user, filled.hash, std::move(chosen), same_password()};
  auto outcome = co_await replace_password(at, std::move(choice));
  if (outcome.verdict == choice_verdict::refused) {
    auto again = refuse_choice(std::move(filled), *outcome.told, outcome.status);
    co_return co_await std::move(again);
  }
  if (outcome.verdict == choice_verdict::busy) co_return busy_page(at);
  if (outcome.verdict == choice_verdict::overtaken) co_return stale_form_page(at);
  auto reply = co_await welcome(filled.under_way, user, std::move(outcome.hash));
  co_return reply ? std::move(*reply) : stale_form_page(at);
}

asio::awaitable<response> take(filled_form filled, std::string typed, std::string repeated) {
  auto chosen = chosen_password(typed, repeated, filled.under_way.at.context.choosing);
  if (const auto* wrong = std::get_if<pages::page_notice>(&chosen)) {
    auto again = refuse_choice(std::move(filled), *wrong, 422);
    co_return co_await std::move(again);
  }
  auto taking = take_choice(std::move(filled), std::move(std::get<std::string>(chosen)));
  co_return co_await std::move(taking);
}

}

asio::awaitable<response> ask_new_password(login_call under_way, std::string box, uuid user,
                                           std::string proven) {
  const auto& at = under_way.at;
  auto plain = pack(make_ticket(user, proven, at.door.now()));
  auto ticket = co_await at.door.seal(purpose, std::move(plain));
  co_return co_await form_page(under_way, std::move(box), std::move(ticket), user, 200, {});
}

asio::awaitable<response> take_new_password(call at) {
  const auto sent = sent_form(*at.asked);
  if (!from_own_page(at) || !sent || sent->repeats_any()) co_return stale_form_page(at);
  auto filled = co_await opened_form(at, *sent);
  if (!filled) co_return stale_form_page(at);
  auto taking =
      take(std::move(*filled), text_of(*sent, "new_password"), text_of(*sent, "repeated"));
  co_return co_await std::move(taking);
}

}
