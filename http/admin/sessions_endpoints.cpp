// SPDX-License-Identifier: Apache-2.0
#include "actors/session.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/user_shown.hpp"

#include "events/user_id.hpp"

namespace muniment::http {
namespace {

using api::session_status;

/// How long it was not used is known to the browser's cookie only.
session_status status_of(const sessions::row& row, instant now) {
  if (row.ended_at) return session_status::ended;
  return row.expires_at > now ? session_status::standing : session_status::expired;
}

asio::awaitable<api::session> shown(workspace& at, const sessions::row& row, instant now) {
  auto name = co_await user_name_of(at, row.user);
  std::optional<std::string> client;
  if (row.client) client = co_await client_id_of(at, *row.client);
  co_return api::session{row.id,          status_of(row, now), written_user_id(row.user),
                         std::move(name), std::move(client),   row.methods,
                         row.started_at,  row.expires_at,      row.ended_at,
                         row.ended_for};
}

auto kept(std::optional<uuid> user, bool standing_only, instant now) {
  return [user, standing_only, now](const sessions::row& row) {
    return (!user || row.user == *user) &&
           (!standing_only || status_of(row, now) == session_status::standing);
  };
}

}

asio::awaitable<api::then<api::page<api::session>>> list_sessions(admin_call call,
                                                                  query::sessions asked) {
  const auto at = co_await past_asked(call, asked.as_of, sessions::model::name);
  const auto now = at ? at->moment : call.at->now();
  std::vector<narrowing> by{{"user", asked.user}};
  auto keep = kept(asked.user, asked.standing.value_or(false), now);
  const auto found = co_await sift_rows_at<sessions::model>(call, std::move(by), keep, asked.after,
                                                            asked.limit.rows, at);
  api::then<api::page<api::session>> page{{{}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row, now);
    page.items.push_back(std::move(item));
  }
  co_return page;
}

asio::awaitable<api::session> end_session(admin_call call) {
  const auto id = uuid::parse(call.named);
  if (!id) not_found();
  const auto row = co_await call.at->session(*id);
  if (!row) not_found();
  const muniment::session::end wish{muniment::session::session_end::revoked};
  co_await decided<muniment::session::noun>(call, row->id, wish);
  const auto ended = co_await call.at->session(row->id);
  co_return co_await shown(*call.at, *ended, call.at->now());
}

}
