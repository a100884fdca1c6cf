// SPDX-License-Identifier: Apache-2.0
#include "actors/project.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/projects.hpp"
#include "http/admin/sent_json.hpp"

namespace muniment::http {
namespace {

boost::json::object shown(const projects::row& row) {
  boost::json::object item;
  item["id"] = to_string(row.id);
  item["name"] = row.name;
  item["roles"] = to_json(roles_of(row));
  item["created_at"] = to_string(row.created_at);
  return item;
}

asio::awaitable<std::shared_ptr<const projects::row>> named_project(admin_call call) {
  auto project = co_await find_project(call.at, call.named);
  if (!project) not_found();
  co_return project;
}

asio::awaitable<response> shown_now(admin_call call, int status, uuid id) {
  const auto row = co_await call.at->project(id);
  if (!row) throw workspace_unavailable{"the project is not to be read yet"};
  co_return json_of(status, shown(*row));
}

}

asio::awaitable<response> list_projects(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, projects::model::name);
  const auto found = co_await list_rows_at<projects::model>(call, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows)
    items.push_back(shown(row));
  auto body = page_of(std::move(items), next_of(found));
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> create_project(admin_call call) {
  sent_json body{*call.asked};
  const project::create wish{body.text("name")};
  body.finish();
  const auto id = random_id();
  co_await decided<project::noun>(call, id, wish);
  co_return co_await shown_now(call, 201, id);
}

asio::awaitable<response> show_project(admin_call call) {
  const auto at = co_await past_asked_of_one(call, projects::model::name);
  auto now = co_await named_project(call);
  const auto row = co_await row_then<projects::model>(call, std::move(now), at);
  if (!row) not_found();
  auto body = shown(*row);
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> define_role(admin_call call) {
  sent_json body{*call.asked};
  const project::define_role wish{body.text("role")};
  body.finish();
  const auto row = co_await named_project(call);
  co_await decided<project::noun>(call, row->id, wish);
  co_return co_await shown_now(call, 200, row->id);
}

}
