// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/browser.hpp"

#include "events/codec/msgpack.hpp"
#include "http/oidc/form_token.hpp"
#include "http/server/cookies.hpp"
#include "http/server/octets.hpp"

#include <array>
#include <stdexcept>

namespace muniment::oidc {
namespace {

constexpr std::array known_cookies{session_cookie_name, visitor_cookie_name};
constexpr std::size_t visitor_length = 43;

/// A request whose cookies somebody else had a hand in has none.
std::optional<std::string> cookie(const http::request& asked, std::string_view name) {
  http::cookie_jar jar(known_cookies);
  for (const auto& field : asked.fields)
    if (http::equal_ignoring_case(field.name, "Cookie") && jar.read(field.value)) return {};
  const auto found = jar.find(name);
  if (!found) return {};
  return std::string(*found);
}

}

asio::awaitable<std::optional<present_session>> present(call at) {
  auto box = cookie(*at.asked, session_cookie_name);
  if (!box || box->empty()) co_return std::nullopt;
  std::string purpose = "session_cookie";
  const auto opened = co_await at.door.unseal(std::move(purpose), std::move(*box));
  if (!opened) co_return std::nullopt;
  const auto held = read_session_cookie(*opened);
  if (!held) co_return std::nullopt;
  const auto row = co_await at.door.session(held->session);
  if (!row || !stands(*row, *held, at.door.now())) co_return std::nullopt;
  const auto user = co_await at.door.user(row->user);
  if (!user || user->phase != users::phase::active) co_return std::nullopt;
  present_session result{{row->id, row->user, row->authenticated_at, row->methods}, *held};
  co_return result;
}

asio::awaitable<std::string> session_field(call at, session_cookie cookie) {
  cookie.last_used = at.door.now();
  auto plain = pack(cookie);
  std::string purpose = "session_cookie";
  const auto box = co_await at.door.seal(std::move(purpose), std::move(plain));
  auto field = http::set_cookie(session_cookie_name, box);
  if (!field) throw std::logic_error("a sealed cookie is no cookie value");
  co_return *field;
}

std::optional<std::string> visitor_of(const http::request& asked) {
  auto value = cookie(asked, visitor_cookie_name);
  if (!value || value->size() != visitor_length) return {};
  return value;
}

asio::awaitable<std::string> form_token_for(call at, std::string form, std::string held) {
  auto plain = pack(make_form_token(form, held, at.door.now()));
  std::string purpose = "form_token";
  co_return co_await at.door.seal(std::move(purpose), std::move(plain));
}

asio::awaitable<bool> proves_form(call at, std::string token, std::string form, std::string held) {
  std::string purpose = "form_token";
  const auto opened = co_await at.door.unseal(std::move(purpose), std::move(token));
  co_return opened&& proves(*opened, form, held, at.door.now());
}

}
