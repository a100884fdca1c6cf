// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
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

asio::awaitable<api::then<api::page<api::user>>> page_of_one(admin_call call,
                                                             std::optional<uuid> id, past at) {
  api::then<api::page<api::user>> page{{}, told_past(at)};
  std::shared_ptr<const users::row> row;
  if (id) row = co_await user_then(call, *id, at);
  if (!row) co_return page;
  auto user = co_await shown_user(*call.at, *row);
  page.items.push_back(std::move(user));
  co_return page;
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
new_user checked(body::user sent) {
  if (!oidc::canonical_user_name(sent.user_name))
    refuse_value("user_name", "It is too long, or has characters that no name may have.");
  if (sent.email && sent.email->find('@') == std::string::npos)
    refuse_value("email", "It is no e-mail address.");
  // Whoever made a password, or reads it here, is not the person (ASVS 5.0 6.4.1).
  const bool must_change = sent.one_time.value_or(false) || !sent.password;
  return {.user_name = std::move(sent.user_name),
          .email = std::move(sent.email),
          .email_verified = sent.email_verified.value_or(false),
          .display_name = std::move(sent.display_name),
          .password = std::move(sent.password),
          .must_change = must_change,
          .locale = std::move(sent.locale)};
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

asio::awaitable<api::then<api::page<api::user>>> list_users(admin_call call, query::users asked) {
  const auto at = co_await past_asked(call, asked.as_of, users::model::name);
  if (asked.id) {
    const auto id = co_await known_id(*call.at, *asked.id);
    co_return co_await page_of_one(call, id, at);
  }
  if (asked.user_name) {
    const auto id = co_await find_user(*call.at, *asked.user_name);
    co_return co_await page_of_one(call, id, at);
  }
  if (asked.email) {
    const auto id = co_await find_user_by_email(*call.at, *asked.email);
    co_return co_await page_of_one(call, id, at);
  }
  const auto found = co_await list_rows_at<users::model>(call, asked.after, asked.limit.rows, at);
  api::then<api::page<api::user>> page{{}, told_past(at)};
  for (const auto& row : found.rows) {
    auto user = co_await shown_user(*call.at, row);
    page.items.push_back(std::move(user));
  }
  if (found.next) page.next = written_user_id(*found.next);
  co_return page;
}

asio::awaitable<api::then<api::user>> show_user(admin_call call, query::then asked) {
  const auto id = named_user(call);
  const auto at = co_await past_asked(call, asked.as_of, users::model::name);
  const auto row = co_await user_then(call, id, at);
  if (!row) not_found();
  auto user = co_await shown_user(*call.at, *row);
  co_return api::then<api::user>{std::move(user), told_past(at)};
}

asio::awaitable<created<api::entered_user>> create_user(admin_call call, body::user sent) {
  auto wanted = checked(std::move(sent));
  wanted.ids = call.context->at.user_ids();
  const bool ours = !wanted.password;
  if (ours)
    wanted.password = made_password(call.context->at.choosing());
  else
    wanted.password = co_await taken_password(call, wanted);
  const password_hashing hashing{call.context->at, call.asked->deadline};
  const auto entered = co_await register_user(*call.at, hashing, wanted, call.from);
  if (!entered.why.empty()) throw problem_found{problem_of_refusal(entered.why)};
  created<api::entered_user> told{{shown_as_entered(entered.id, wanted), {}, wanted.must_change}};
  if (ours) told.password = *wanted.password;
  co_return told;
}

asio::awaitable<api::erasure> erase_user(admin_call call) {
  const auto id = named_user(call);
  auto wish = wish_of<user::noun>(id, user::erase{}, call.from, call.at->now());
  const auto reply = co_await call.at->decide(std::move(wish));
  if (reply.verdict != command_verdict::accepted)
    throw problem_found{problem_of_refusal(reply.why)};
  co_return api::erasure{written_user_id(id), reply.position, call.at->now() + copies_live};
}

}
