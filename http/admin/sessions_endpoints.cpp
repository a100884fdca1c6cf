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

enum class session_status : std::uint8_t { standing = 1, expired, ended };
BOOST_DESCRIBE_ENUM(session_status, standing, expired, ended)

/// How long it was not used is known to the browser's cookie only.
session_status status_of(const sessions::row& row, instant now) {
  if (row.ended_at) return session_status::ended;
  return row.expires_at > now ? session_status::standing : session_status::expired;
}

asio::awaitable<boost::json::object> shown(workspace& at, const sessions::row& row, instant now) {
  const auto name = co_await user_name_of(at, row.user);
  boost::json::value client;
  if (row.client) client = co_await client_id_of(at, *row.client);
  boost::json::object item;
  item["id"] = to_string(row.id);
  item["status"] = to_json(status_of(row, now));
  item["user"] = written_user_id(row.user);
  item["user_name"] = name;
  item["client_id"] = client;
  item["methods"] = to_json(row.methods);
  item["started_at"] = to_string(row.started_at);
  item["expires_at"] = to_string(row.expires_at);
  item["ended_at"] = to_json(row.ended_at);
  item["ended_for"] = to_json(row.ended_for);
  co_return item;
}

struct session_wish {
  std::optional<uuid> user;
  bool standing_only = false;
};

auto kept(const session_wish& wish, instant now) {
  return [wish, now](const sessions::row& row) {
    return (!wish.user || row.user == *wish.user) &&
           (!wish.standing_only || status_of(row, now) == session_status::standing);
  };
}

}

asio::awaitable<response> list_sessions(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  session_wish wish{query.id("user"), query.flag("standing").value_or(false)};
  const auto as_of = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, as_of, sessions::model::name);
  const auto now = at ? at->moment : call.at->now();
  std::vector<narrowing> by{{"user", wish.user}};
  auto keep = kept(wish, now);
  const auto found =
      co_await sift_rows_at<sessions::model>(call, std::move(by), keep, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row, now);
    items.push_back(std::move(item));
  }
  auto body = page_of(std::move(items), next_of(found));
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> end_session(admin_call call) {
  const auto id = uuid::parse(call.named);
  if (!id) not_found();
  const auto row = co_await call.at->session(*id);
  if (!row) not_found();
  const muniment::session::end wish{muniment::session::session_end::revoked};
  co_await decided<muniment::session::noun>(call, row->id, wish);
  const auto ended = co_await call.at->session(row->id);
  const auto body = co_await shown(*call.at, *ended, call.at->now());
  co_return json_of(200, body);
}

}
