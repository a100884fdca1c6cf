// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/account_choice.hpp"

#include "http/oidc/replies.hpp"

namespace muniment::oidc {
namespace {

constexpr auto account_choice_form = "select_account";

}

asio::awaitable<response> ask_account(pending_call under_way, present_session session) {
  const auto& at = under_way.at;
  const auto user = co_await at.door.opened(session.who.user);
  pages::account_choice_page shown;
  shown.workspace = at.door.identity().slug;
  shown.client = under_way.client->name;
  if (user) shown.user_name = user->display_name.value_or(user->user_name.value_or(""));
  shown.request = co_await sealed_request(under_way);
  auto held = to_string(session.who.session);
  shown.token = co_await form_token_for(at, account_choice_form, std::move(held));
  co_return pages::html_reply(200, pages::render(shown));
}

asio::awaitable<response> take_account(call at) {
  const auto sent = sent_form(*at.asked);
  if (!from_own_page(at) || !sent || sent->repeats_any()) co_return stale_form_page(at);
  const auto session = co_await present(at);
  if (!session) co_return stale_form_page(at);
  auto held = to_string(session->who.session);
  auto token = text_of(*sent, "token");
  const bool proven =
      co_await proves_form(at, std::move(token), account_choice_form, std::move(held));
  auto box = text_of(*sent, "request");
  auto under_way = co_await opened_request(at, std::move(box));
  if (!proven || !under_way) co_return stale_form_page(at);
  if (text_of(*sent, "account") != "this") co_return co_await to_login(*under_way);
  // It answers a request that waits for it. One that wants a login of its own gets no less.
  const auto step = next(under_way->pending, &session->who, {.unassured = true});
  if (step != next_step::choose_account) co_return co_await proceed(*under_way);
  under_way->pending.asked = true;
  under_way->pending.answered_in = session->who.session;
  co_return co_await proceed(*under_way);
}

}
