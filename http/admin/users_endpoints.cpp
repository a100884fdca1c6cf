// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/user_shown.hpp"
#include "http/admin/users.hpp"

#include "actors/user.hpp"
#include "http/oidc/user_name.hpp"

#include <spdlog/spdlog.h>

namespace muniment::http {
namespace {

/// For so long at most a backup, a standby or the WAL yields somebody who was erased: until the
/// roll of the keys that is due then has ended.
constexpr std::chrono::hours copies_live{24};

/// Somebody as they were at a point of the past, or as they are; null when there was nobody yet.
asio::awaitable<std::shared_ptr<const users::row>> user_then(admin_call call, uuid id, past at) {
  auto now = co_await call.at->user(id);
  co_return co_await row_then<users::model>(call, std::move(now), at);
}

asio::awaitable<response> one_of(admin_call call, std::optional<uuid> id, past at) {
  boost::json::array items;
  std::shared_ptr<const users::row> row;
  if (id) row = co_await user_then(call, *id, at);
  if (row) {
    auto user = co_await shown_user(*call.at, *row);
    items.push_back(std::move(user));
  }
  auto body = page_of(std::move(items), "");
  tell_past(body, at);
  co_return json_of(200, body);
}

/// Of somebody, if there is anybody of that id.
asio::awaitable<std::optional<uuid>> known_id(workspace& at, std::string text) {
  const auto id = read_user_id(text);
  if (!id) co_return std::nullopt;
  const auto row = co_await at.user(*id);
  if (!row) co_return std::nullopt;
  co_return id;
}

/// What is wrong is told by the member it is wrong in.
new_user read_user(const request& asked) {
  sent_json body{asked};
  new_user wanted;
  wanted.user_name = body.text("user_name");
  wanted.email = body.text_if_any("email");
  wanted.email_verified = body.flag_if_any("email_verified").value_or(false);
  wanted.display_name = body.text_if_any("display_name");
  wanted.locale = body.text_if_any("locale");
  wanted.password = body.text_if_any("password");
  // Whoever made it, or reads it here, is not the person (ASVS 5.0 6.4.1).
  wanted.must_change = body.flag_if_any("one_time").value_or(false) || !wanted.password;
  body.finish();
  if (!oidc::canonical_user_name(wanted.user_name))
    refuse_value("user_name", "It is too long, or has characters that no name may have.");
  if (wanted.email && wanted.email->find('@') == std::string::npos)
    refuse_value("email", "It is no e-mail address.");
  return wanted;
}

/// What may be kept of a password that was sent, or `problem_found`.
asio::awaitable<std::string> taken_password(admin_call call, new_user wanted) {
  const password_hashing hashing{call.context->at, call.asked->deadline};
  muniment::passwords::person whose;
  whose.user_name = wanted.user_name;
  whose.email = wanted.email.value_or("");
  whose.display_name = wanted.display_name.value_or("");
  whose.workspace = call.at->identity().slug;
  auto judged = co_await judged_password(hashing, *wanted.password, std::move(whose));
  if (const auto* wrong = std::get_if<muniment::passwords::fault>(&judged)) {
    if (*wrong == muniment::passwords::fault::unchecked)
      spdlog::error("nobody can be given a password: a file of breached_passwords cannot be read "
                    "(request {})",
                    call.asked->request_id);
    throw problem_found{muniment::passwords::problem_of(*wrong, hashing.rules)};
  }
  co_return std::get<std::string>(std::move(judged));
}

}

asio::awaitable<response> list_users(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  const auto wanted = query.text("id");
  const auto name = query.text("user_name");
  const auto email = query.text("email");
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, users::model::name);
  if (wanted) {
    const auto id = co_await known_id(*call.at, *wanted);
    co_return co_await one_of(call, id, at);
  }
  if (name) {
    const auto id = co_await find_user(*call.at, *name);
    co_return co_await one_of(call, id, at);
  }
  if (email) {
    const auto id = co_await find_user_by_email(*call.at, *email);
    co_return co_await one_of(call, id, at);
  }
  const auto found = co_await list_rows_at<users::model>(call, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows) {
    auto user = co_await shown_user(*call.at, row);
    items.push_back(std::move(user));
  }
  const auto next = found.next ? written_user_id(*found.next) : std::string{};
  auto body = page_of(std::move(items), next);
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> show_user(admin_call call) {
  const auto id = named_user(call);
  const auto at = co_await past_asked_of_one(call, users::model::name);
  const auto row = co_await user_then(call, id, at);
  if (!row) not_found();
  auto user = co_await shown_user(*call.at, *row);
  tell_past(user.as_object(), at);
  co_return json_of(200, user);
}

asio::awaitable<response> create_user(admin_call call) {
  auto wanted = read_user(*call.asked);
  wanted.ids = call.context->at.user_ids();
  const bool ours = !wanted.password;
  if (ours)
    wanted.password = made_password(call.context->at.choosing());
  else
    wanted.password = co_await taken_password(call, wanted);
  const password_hashing hashing{call.context->at, call.asked->deadline};
  const auto entered = co_await register_user(*call.at, hashing, wanted, call.from);
  if (!entered.why.empty()) throw problem_found{problem_of_refusal(entered.why)};
  auto user = shown_as_entered(entered.id, wanted);
  if (ours) user["password"] = *wanted.password;
  user["one_time"] = wanted.must_change;
  co_return json_of(201, user);
}

asio::awaitable<response> erase_user(admin_call call) {
  const auto id = named_user(call);
  auto wish = wish_of<user::noun>(id, user::erase{}, call.from, call.at->now());
  const auto reply = co_await call.at->decide(std::move(wish));
  if (reply.verdict != command_verdict::accepted)
    throw problem_found{problem_of_refusal(reply.why)};
  boost::json::object body;
  body["id"] = written_user_id(id);
  body["position"] = reply.position;
  body["copies_unreadable_by"] = to_string(call.at->now() + copies_live);
  co_return json_of(200, body);
}

}
