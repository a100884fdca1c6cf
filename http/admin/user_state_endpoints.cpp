// SPDX-License-Identifier: Apache-2.0
// What an operator does to an account that is there.
#include "actors/credential.hpp"
#include "actors/user.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endings.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/user_shown.hpp"
#include "http/admin/users.hpp"

#include "events/user_id.hpp"

#include <spdlog/spdlog.h>

namespace muniment::http {
namespace {

constexpr ending_reasons disabled{muniment::session::session_end::user_disabled,
                                  muniment::grant::grant_end::user_disabled};

/// Of somebody who is there and was not erased.
asio::awaitable<uuid> present_user(admin_call call) {
  const auto id = named_user(call);
  const auto row = co_await call.at->user(id);
  if (!row) not_found();
  if (row->phase == users::phase::erased) throw problem_found{problem_of(refusal_code::erased)};
  co_return id;
}

api::endings told(const endings& done) { return {done.sessions, done.grants, done.all}; }

/// Ends all that somebody had before another password, which is told once and has to be told: what
/// cannot be ended now is left, and the reply says so.
asio::awaitable<endings> end_what_can_be(admin_call call, uuid id) {
  const ending_reasons revoked{};
  endings done;
  done.all = false;
  try {
    done = co_await end_all_of(call, id, revoked);
  } catch (const workspace_unavailable& why) {
    spdlog::warn("sessions of before another password could not be ended (request {}): {}",
                 call.asked->request_id, why.what());
  }
  co_return done;
}

}

asio::awaitable<api::disabled_user> disable_user(admin_call call) {
  const auto id = co_await present_user(call);
  const user::disable wish{};
  co_await decided<user::noun>(call, id, wish);
  const auto done = co_await end_all_of(call, id, disabled);
  auto user = co_await shown_user(*call.at, id);
  co_return api::disabled_user{std::move(user), told(done)};
}

/// Nothing that was before comes back: it ends first, while the account still may do nothing.
asio::awaitable<api::user> enable_user(admin_call call) {
  const auto id = co_await present_user(call);
  const auto row = co_await call.at->user(id);
  if (row->phase == users::phase::disabled) {
    const auto done = co_await end_all_of(call, id, disabled);
    if (!done.all) throw workspace_unavailable{"not all sessions could be ended"};
  }
  const user::enable wish{};
  co_await decided<user::noun>(call, id, wish);
  co_return co_await shown_user(*call.at, id);
}

/// The account's lockout alone: the pause of an address says nothing of accounts, so it goes on.
asio::awaitable<api::user> unlock_user(admin_call call) {
  const auto id = co_await present_user(call);
  const credential::unlock wish{};
  co_await decided<credential::noun>(call, id, wish);
  co_return co_await shown_user(*call.at, id);
}

asio::awaitable<api::user_with_password> set_user_password(admin_call call) {
  const auto id = co_await present_user(call);
  // Before anything is done: nothing that may fail stands between the password and whoever asks.
  auto user = co_await shown_user(*call.at, id);
  const auto password = made_password(call.context->at.choosing());
  const password_hashing hashing{call.context->at, call.asked->deadline};
  const auto set = co_await set_password(*call.at, hashing, id, password, true, call.from);
  if (!set.why.empty()) throw problem_found{problem_of_refusal(set.why)};
  // Whoever knew the old password may sit in a session of theirs.
  const auto done = co_await end_what_can_be(call, id);
  co_return api::user_with_password{{std::move(user), password, true}, told(done)};
}

asio::awaitable<api::ended_sessions> end_user_sessions(admin_call call) {
  const auto id = co_await present_user(call);
  const ending_reasons revoked{};
  const auto done = co_await end_all_of(call, id, revoked);
  co_return api::ended_sessions{told(done), written_user_id(id)};
}

}
