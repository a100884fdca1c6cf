// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/session.hpp"

#include "http/oidc/grant_standing.hpp"
#include "http/oidc/wishes.hpp"
#include "http/server/ids.hpp"

namespace muniment::oidc {

asio::awaitable<std::optional<session_cookie>> start_session(call at, uuid user,
                                                             std::optional<uuid> client) {
  const auto now = at.door.now();
  const auto& settings = at.context.settings;
  auto cookie = make_session_cookie(http::traffic_id(now), now);
  session::start begun;
  begun.user = user;
  begun.secret_digest = secret_digest(cookie);
  begun.methods = {"pwd"};
  begun.authenticated_at = now;
  begun.expires_at = now + settings.session_lifetime;
  begun.idle_seconds = static_cast<std::uint32_t>(settings.session_idle.count());
  begun.now = now;
  begun.client = client;
  const session::command wish = std::move(begun);
  auto actor = acting_user(user, "password");
  const auto reply = co_await decide_new<session::noun>(at, std::move(actor), cookie.session, wish);
  if (reply.verdict != command_verdict::accepted) co_return std::nullopt;
  co_return cookie;
}

asio::awaitable<bool> end_session(call at, signed_in who, session::session_end reason) {
  const session::command wish = session::end{reason};
  auto actor = acting_user(who.user, "session");
  const auto reply = co_await decide<session::noun>(at, std::move(actor), who.session, wish);
  if (reply.verdict != command_verdict::accepted) co_return false;
  if (reason == session::session_end::logout) {
    auto same = acting_user(who.user, "session");
    co_await end_grants_of_session(at, who.session, std::move(same));
  }
  co_return true;
}

}
