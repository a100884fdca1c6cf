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

struct password_wish {
  std::optional<std::string> password;
  bool one_time = true;
};

password_wish read_password(const request& asked) {
  password_wish wish;
  if (asked.body.empty()) return wish;
  sent_json body{asked};
  wish.password = body.text_if_any("password");
  wish.one_time = body.flag_if_any("one_time").value_or(true);
  body.finish();
  if (wish.password && !is_password(*wish.password))
    refuse_value("password", "It is empty or too long.");
  return wish;
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
  auto wanted = read_password(*call.asked);
  const bool ours = !wanted.password;
  const auto password = ours ? made_password() : std::move(*wanted.password);
  const password_hashing passwords{call.context->at.passwords(), call.asked->deadline};
  const auto set =
      co_await set_password(*call.at, passwords, id, password, wanted.one_time, call.from);
  if (!set.why.empty()) throw problem_found{problem_of_refusal(set.why)};
  // Whoever knew the old password may sit in a session of theirs.
  const ending_reasons revoked{};
  const auto done = co_await end_all_of(call, id, revoked);
  auto body = co_await shown_user(*call.at, id);
  body.as_object()["one_time"] = wanted.one_time;
  if (ours) body.as_object()["password"] = password;
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
