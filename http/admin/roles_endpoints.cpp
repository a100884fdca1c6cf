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

asio::awaitable<api::granted_role> shown(workspace& at, const roles::row& row) {
  const auto project = co_await at.project(row.project);
  auto name = co_await user_name_of(at, row.user);
  api::granted_role role{
      row.id,        written_user_id(row.user), std::move(name), {}, row.role, row.granted_at,
      row.revoked_at};
  if (project) role.project = project->name;
  co_return role;
}

/// A role of somebody, as a body names it.
struct role_named {
  uuid user;
  std::shared_ptr<const projects::row> project;
  std::string role;
  [[nodiscard]] uuid stream() const { return muniment::role::stream_of(user, project->id, role); }
};

asio::awaitable<role_named> find_role(admin_call call, body::named_role sent) {
  role_named named{named_user(call), nullptr, std::move(sent.role)};
  named.project = co_await find_project(call.at, std::move(sent.project));
  if (!named.project) refuse_value("project", "There is no project of that name or id.");
  co_return named;
}

asio::awaitable<api::granted_role> granted_role_now(admin_call call, uuid id) {
  const auto row = co_await call.at->role(id);
  if (!row) throw workspace_unavailable{"the roles are not to be read yet"};
  co_return co_await shown(*call.at, *row);
}

auto kept(std::optional<uuid> user, std::optional<uuid> project) {
  return [user, project](const roles::row& row) {
    return !row.revoked_at && (!user || row.user == *user) && (!project || row.project == *project);
  };
}

}

asio::awaitable<api::then<api::page<api::granted_role>>> list_roles(admin_call call,
                                                                    query::roles asked) {
  const auto at = co_await past_asked(call, asked.as_of, roles::model::name);
  std::shared_ptr<const projects::row> project;
  if (asked.project) project = co_await find_project(call.at, *asked.project);
  if (asked.project && !project) refuse_value("project", "There is no project of that name or id.");
  const auto of = project ? std::optional(project->id) : std::nullopt;
  std::vector<narrowing> by{{"user", asked.user}, {"project", of}};
  auto keep = kept(asked.user, of);
  const auto found = co_await sift_rows_at<roles::model>(call, std::move(by), keep, asked.after,
                                                         asked.limit.rows, at);
  api::then<api::page<api::granted_role>> page{{{}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows) {
    auto item = co_await shown(*call.at, row);
    page.items.push_back(std::move(item));
  }
  co_return page;
}

asio::awaitable<api::granted_role> grant_role(admin_call call, body::named_role sent) {
  const auto named = co_await find_role(call, std::move(sent));
  const auto user = co_await call.at->user(named.user);
  if (!user) not_found();
  if (user->phase == users::phase::erased) throw problem_found{problem_of(refusal_code::erased)};
  if (!knows_role(*named.project, named.role))
    refuse_value("role", "The project knows no role of that name. Define it first.");
  const role::grant wish{named.user, named.project->id, named.role};
  co_await decided<role::noun>(call, named.stream(), wish);
  co_return co_await granted_role_now(call, named.stream());
}

asio::awaitable<api::granted_role> revoke_role(admin_call call, body::named_role sent) {
  const auto named = co_await find_role(call, std::move(sent));
  const role::revoke wish{};
  co_await decided<role::noun>(call, named.stream(), wish);
  co_return co_await granted_role_now(call, named.stream());
}

}
