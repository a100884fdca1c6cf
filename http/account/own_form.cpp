// SPDX-License-Identifier: Apache-2.0
#include "http/account/own_form.hpp"

#include "http/oidc/replies.hpp"

#include <utility>

namespace muniment::account {
namespace {

using oidc::call;
namespace asio = boost::asio;

}

asio::awaitable<std::string> own_token(call at, uuid session, std::string form) {
  auto held = to_string(session);
  co_return co_await oidc::form_token_for(at, std::move(form), std::move(held));
}

asio::awaitable<bool> is_own_token(call at, uuid session, std::string form, std::string token) {
  auto held = to_string(session);
  co_return co_await oidc::proves_form(at, std::move(token), std::move(form), std::move(held));
}

asio::awaitable<std::optional<own_form>> own_form_in(call at, std::string form) {
  auto sent = oidc::sent_form(*at.asked);
  if (!oidc::from_own_page(at) || !sent || sent->repeats_any()) co_return std::nullopt;
  auto session = co_await oidc::present(at);
  if (!session) co_return std::nullopt;
  auto token = oidc::text_of(*sent, "token");
  const bool own =
      co_await is_own_token(at, session->who.session, std::move(form), std::move(token));
  if (!own) co_return std::nullopt;
  own_form taken{std::move(*sent), std::move(*session)};
  co_return taken;
}

http::response old_form_page(const call& at) {
  return oidc::error_reply(at, 403, "This page is too old",
                           "It was open for too long, or it was not opened from here. Open your "
                           "account page again.");
}

}
