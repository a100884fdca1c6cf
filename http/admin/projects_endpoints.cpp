// SPDX-License-Identifier: Apache-2.0
#include "actors/project.hpp"
#include "http/admin/deciding.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/projects.hpp"

namespace muniment::http {
namespace {

api::project shown(const projects::row& row) {
  return {row.id, row.name, roles_of(row), row.created_at};
}

asio::awaitable<std::shared_ptr<const projects::row>> named_project(admin_call call) {
  auto project = co_await find_project(call.at, call.named);
  if (!project) not_found();
  co_return project;
}

asio::awaitable<api::project> project_now(admin_call call, uuid id) {
  const auto row = co_await call.at->project(id);
  if (!row) throw workspace_unavailable{"the project is not to be read yet"};
  co_return shown(*row);
}

}

asio::awaitable<api::then<api::page<api::project>>> list_projects(admin_call call,
                                                                  query::list_then asked) {
  const auto at = co_await past_asked(call, asked.as_of, projects::model::name);
  const auto found =
      co_await list_rows_at<projects::model>(call, asked.after, asked.limit.rows, at);
  api::then<api::page<api::project>> page{{{}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows)
    page.items.push_back(shown(row));
  co_return page;
}

asio::awaitable<created<api::project>> create_project(admin_call call, body::project sent) {
  const project::create wish{std::move(sent.name)};
  const auto id = random_id();
  co_await decided<project::noun>(call, id, wish);
  auto made = co_await project_now(call, id);
  co_return created<api::project>{std::move(made)};
}

asio::awaitable<api::then<api::project>> show_project(admin_call call, query::then asked) {
  const auto at = co_await past_asked(call, asked.as_of, projects::model::name);
  auto now = co_await named_project(call);
  const auto row = co_await row_then<projects::model>(call, std::move(now), at);
  if (!row) not_found();
  co_return api::then<api::project>{shown(*row), told_past(at)};
}

asio::awaitable<api::project> define_role(admin_call call, body::role_name sent) {
  const project::define_role wish{std::move(sent.role)};
  const auto row = co_await named_project(call);
  co_await decided<project::noun>(call, row->id, wish);
  co_return co_await project_now(call, row->id);
}

}
