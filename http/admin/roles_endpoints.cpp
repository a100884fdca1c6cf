// SPDX-License-Identifier: Apache-2.0
#include "actors/role.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/projects.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/user_shown.hpp"

#include "events/user_id.hpp"

namespace muniment::http {
namespace {

asio::awaitable<boost::json::object> shown(workspace& at, const roles::row& row) {
  const auto project = co_await at.project(row.project);
  const auto name = co_await user_name_of(at, row.user);
  boost::json::object item;
  item["id"] = to_string(row.id);
  item["user"] = written_user_id(row.user);
  item["user_name"] = name;
  item["project"] = project ? to_json(project->name) : nullptr;
  item["role"] = row.role;
  item["granted_at"] = to_string(row.granted_at);
  item["revoked_at"] = to_json(row.revoked_at);
  co_return item;
}

/// A role of somebody, as a body names it.
struct role_named {
  uuid user;
  std::shared_ptr<const projects::row> project;
  std::string role;
  [[nodiscard]] uuid stream() const { return muniment::role::stream_of(user, project->id, role); }
};

asio::awaitable<role_named> read_role(admin_call call) {
  sent_json body{*call.asked};
  auto project = body.text("project");
  role_named named{named_user(call), nullptr, body.text("role")};
  body.finish();
  named.project = co_await find_project(call.at, std::move(project));
  if (!named.project) refuse_value("project", "There is no project of that name or id.");
  co_return named;
}

asio::awaitable<response> shown_now(admin_call call, uuid id) {
  const auto row = co_await call.at->role(id);
  if (!row) throw workspace_unavailable{"the roles are not to be read yet"};
  const auto body = co_await shown(*call.at, *row);
  co_return json_of(200, body);
}

auto kept(std::optional<uuid> user, std::optional<uuid> project) {
  return [user, project](const roles::row& row) {
    return !row.revoked_at && (!user || row.user == *user) && (!project || row.project == *project);
  };
}

}

asio::awaitable<response> list_roles(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  const auto user = query.id("user");
  auto named = query.text("project");
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, roles::model::name);
  const bool narrowed = named.has_value();
  std::shared_ptr<const projects::row> project;
  if (narrowed) project = co_await find_project(call.at, std::move(*named));
  if (narrowed && !project) refuse_value("project", "There is no project of that name or id.");
  const auto of = project ? std::optional(project->id) : std::nullopt;
  std::vector<narrowing> by{{"user", user}, {"project", of}};
  auto keep = kept(user, of);
  const auto found =
      co_await sift_rows_at<roles::model>(call, std::move(by), keep, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row);
    items.push_back(std::move(item));
  }
  auto body = page_of(std::move(items), next_of(found));
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> grant_role(admin_call call) {
  const auto named = co_await read_role(call);
  const auto user = co_await call.at->user(named.user);
  if (!user) not_found();
  if (user->phase == users::phase::erased) throw problem_found{problem_of(refusal_code::erased)};
  if (!knows_role(*named.project, named.role))
    refuse_value("role", "The project knows no role of that name. Define it first.");
  const role::grant wish{named.user, named.project->id, named.role};
  co_await decided<role::noun>(call, named.stream(), wish);
  co_return co_await shown_now(call, named.stream());
}

asio::awaitable<response> revoke_role(admin_call call) {
  const auto named = co_await read_role(call);
  const role::revoke wish{};
  co_await decided<role::noun>(call, named.stream(), wish);
  co_return co_await shown_now(call, named.stream());
}

}
