// SPDX-License-Identifier: Apache-2.0
#include "actors/lawful.hpp"
#include "actors/role.hpp"
#include "ops/cli/as_of.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/usage_error.hpp"

#include <algorithm>
#include <span>

namespace muniment::cli {
namespace {

struct project_wishes {
  connection to = std::make_shared<connection_options>();
  std::string project, role, as_of;
  std::vector<std::string> roles;
};

boost::json::object define(api& at, const std::string& project, const std::string& role) {
  return at.post("/admin/projects/" + segment(project) + "/define-role", {{"role", role}});
}

bool can_be_defined(const std::string& name) {
  return lawful::token(name) && !name.starts_with(role::built_in_prefix);
}

/// The server would refuse it too, but only once the project is there.
void demand_definable(const std::vector<std::string>& roles) {
  const auto wrong = std::ranges::find_if_not(roles, can_be_defined);
  if (wrong == roles.end()) return;
  throw usage_error{"no project can have the role '" + *wrong + "'",
                    "a role is one word of at most " + std::to_string(lawful::longest_token) +
                        " ASCII characters, without \" and \\, that does not begin with " +
                        std::string{role::built_in_prefix}};
}

/// How to go on: the same command would only find the name taken.
storage::startup_error without_roles(const std::string& whose, std::span<const std::string> roles,
                                     const storage::startup_error& why) {
  std::string left;
  for (const auto& each : roles)
    left += (left.empty() ? "" : ", ") + each;
  return {"the project was made, but not its roles " + left + ": " + why.what(),
          "define each by `muniment project define-role " + whose +
              " ROLE`; as to what went wrong: " + why.hint()};
}

void create(const project_wishes& wished) {
  demand_definable(wished.roles);
  auto at = api::workspace(*wished.to);
  auto made = at.post("/admin/projects", {{"name", wished.project}});
  const auto id = readable_member(made, "id");
  for (std::size_t next = 0; next < wished.roles.size(); ++next)
    try {
      made = define(at, id, wished.roles[next]);
    } catch (const storage::startup_error& error) {
      throw without_roles("-w " + wished.to->workspace + ' ' + id,
                          std::span{wished.roles}.subspan(next), error);
    }
  show(made, wished.to->json);
}

void list(const project_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"PROJECT", "name"}, {"ROLES", "roles"}, {"CREATED", "created_at"}, {"ID", "id"}}};
  show_list(at, "/admin/projects", {{"limit", "200"}, {"as_of", wished.as_of}}, shown);
}

void show_one(const project_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.get("/admin/projects/" + segment(wished.project), {{"as_of", wished.as_of}}),
       wished.to->json);
}

void define_role(const project_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(define(at, wished.project, wished.role), wished.to->json);
}

subcommand add_named(subcommand group, const char* name, const char* help, const char* which,
                     const std::shared_ptr<project_wishes>& wished) {
  auto command = group.add_subcommand(name, help);
  command.add_option("project", wished->project, which).required();
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  return command;
}

}

void add_project_commands(subcommand app) {
  const auto wished = std::make_shared<project_wishes>();
  auto group = add_group(
      app, "project", "The projects of a workspace: what holds clients and role names", wished->to);
  auto make = add_named(group, "create",
                        "Makes one\nExample: muniment project create -w acme shop --role buyer",
                        "Its name", wished);
  make.add_option("--role", wished->roles, "A role that it is to know; repeat it");
  make.callback([wished] { create(*wished); });
  auto all = group.add_subcommand(
      "list", "Shows all\nExample: muniment project list -w acme --json\n"
              "Example: muniment project list -w acme --as-of 2026-03-03T14:03:00Z");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto one = add_named(group, "show",
                       "Shows one\nExample: muniment project show -w acme shop\n"
                       "Example: muniment project show -w acme shop --as-of 2026-03-03T14:03:00Z",
                       "Its name or id", wished);
  add_as_of(one, wished->as_of);
  one.callback([wished] { show_one(*wished); });
  auto role = add_named(group, "define-role",
                        "Lets one know a role, to be granted by `muniment user grant`\n"
                        "Example: muniment project define-role -w acme shop buyer",
                        "Its name or id", wished);
  role.add_option("role", wished->role, "The role's name, one word").required();
  role.callback([wished] { define_role(*wished); });
}

}
