// SPDX-License-Identifier: Apache-2.0
// What an operator does to an account that is there.
#include "actors/user.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endings.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/user_shown.hpp"
#include "http/admin/users.hpp"

#include "events/user_id.hpp"

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

void add(boost::json::object& body, const endings& done) {
  body["sessions_ended"] = done.sessions;
  body["grants_ended"] = done.grants;
  body["complete"] = done.all;
}

/// Nothing can be wished for: an operator starts it and chooses nothing (ASVS 5.0 6.4.6).
void expect_no_wishes(const request& asked) {
  if (!asked.body.empty()) sent_json{asked}.finish();
}

}

asio::awaitable<response> disable_user(admin_call call) {
  const auto id = co_await present_user(call);
  const user::disable wish{};
  co_await decided<user::noun>(call, id, wish);
  const auto done = co_await end_all_of(call, id, disabled);
  auto body = co_await shown_user(*call.at, id);
  add(body.as_object(), done);
  co_return json_of(200, body);
}

/// Nothing that was before comes back: it ends first, while the account still may do nothing.
asio::awaitable<response> enable_user(admin_call call) {
  const auto id = co_await present_user(call);
  const auto row = co_await call.at->user(id);
  if (row->phase == users::phase::disabled) {
    const auto done = co_await end_all_of(call, id, disabled);
    if (!done.all) throw workspace_unavailable{"not all sessions could be ended"};
  }
  const user::enable wish{};
  co_await decided<user::noun>(call, id, wish);
  const auto body = co_await shown_user(*call.at, id);
  co_return json_of(200, body);
}

asio::awaitable<response> set_user_password(admin_call call) {
  const auto id = co_await present_user(call);
  expect_no_wishes(*call.asked);
  const auto password = made_password(call.context->at.choosing());
  const password_hashing hashing{call.context->at, call.asked->deadline};
  const auto set = co_await set_password(*call.at, hashing, id, password, true, call.from);
  if (!set.why.empty()) throw problem_found{problem_of_refusal(set.why)};
  // Whoever knew the old password may sit in a session of theirs.
  const ending_reasons revoked{};
  const auto done = co_await end_all_of(call, id, revoked);
  auto body = co_await shown_user(*call.at, id);
  body.as_object()["one_time"] = true;
  body.as_object()["password"] = password;
  add(body.as_object(), done);
  co_return json_of(200, body);
}

asio::awaitable<response> end_user_sessions(admin_call call) {
  const auto id = co_await present_user(call);
  const ending_reasons revoked{};
  const auto done = co_await end_all_of(call, id, revoked);
  boost::json::object body;
  body["id"] = written_user_id(id);
  add(body, done);
  co_return json_of(200, body);
}

}
