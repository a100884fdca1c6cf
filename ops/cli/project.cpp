// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/as_of.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"

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

void create(const project_wishes& wished) {
  auto at = api::workspace(*wished.to);
  auto made = at.post("/admin/projects", {{"name", wished.project}});
  for (const auto& each : wished.roles)
    made = define(at, readable_member(made, "id"), each);
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
