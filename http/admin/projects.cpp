// SPDX-License-Identifier: Apache-2.0
#include "http/admin/projects.hpp"

#include "actors/claim.hpp"
#include "actors/role.hpp"

#include <algorithm>

namespace muniment::http {

asio::awaitable<std::shared_ptr<const projects::row>> find_project(std::shared_ptr<workspace> at,
                                                                   std::string named) {
  auto wanted = public_claim(claim_kind::project_name, named);
  auto id = co_await at->holder(std::move(wanted));
  if (!id) id = uuid::parse(named);
  if (!id) co_return nullptr;
  co_return co_await at->project(*id);
}

std::vector<std::string> roles_of(const projects::row& project) {
  std::vector<std::string> roles;
  if (project.name == default_project)
    roles = {std::string{role::workspace_admin}, std::string{role::workspace_auditor}};
  roles.insert(roles.end(), project.roles.begin(), project.roles.end());
  return roles;
}

bool knows_role(const projects::row& project, std::string_view role) {
  const auto known = roles_of(project);
  return std::ranges::find(known, role) != known.end();
}

}
