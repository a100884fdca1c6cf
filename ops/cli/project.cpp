// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {
namespace {

struct wishes {
  connection to = std::make_shared<connection_options>();
  std::string project, role;
  std::vector<std::string> roles;
};

boost::json::object define(api& at, const std::string& project, const std::string& role) {
  return at.post("/admin/projects/" + segment(project) + "/define-role", {{"role", role}});
}

void create(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  auto made = at.post("/admin/projects", {{"name", wished.project}});
  for (const auto& each : wished.roles)
    made = define(at, readable_member(made, "id"), each);
  show(made, wished.to->json);
}

void list(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"PROJECT", "name"}, {"ROLES", "roles"}, {"CREATED", "created_at"}, {"ID", "id"}}};
  at.each_item("/admin/projects", {{"limit", "200"}}, SIZE_MAX,
               [&](const auto& item) { shown.add(item); });
  shown.finish();
}

void show_one(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.get("/admin/projects/" + segment(wished.project)), wished.to->json);
}

void define_role(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(define(at, wished.project, wished.role), wished.to->json);
}

subcommand add_named(subcommand group, const char* name, const char* help, const char* which,
                     const std::shared_ptr<wishes>& wished) {
  auto command = group.add_subcommand(name, help);
  command.add_option("project", wished->project, which).required();
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  return command;
}

}

void add_project_commands(subcommand app) {
  const auto wished = std::make_shared<wishes>();
  auto group = add_group(
      app, "project", "The projects of a workspace: what holds clients and role names", wished->to);
  auto make = add_named(group, "create",
                        "Makes one\nExample: muniment project create -w acme shop --role buyer",
                        "Its name", wished);
  make.add_option("--role", wished->roles, "A role that it is to know; repeat it");
  make.callback([wished] { create(*wished); });
  auto all =
      group.add_subcommand("list", "Shows all\nExample: muniment project list -w acme --json");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  all.callback([wished] { list(*wished); });
  add_named(group, "show", "Shows one\nExample: muniment project show -w acme shop",
            "Its name or id", wished)
      .callback([wished] { show_one(*wished); });
  auto role = add_named(group, "define-role",
                        "Lets one know a role, to be granted by `muniment user grant`\n"
                        "Example: muniment project define-role -w acme shop buyer",
                        "Its name or id", wished);
  role.add_option("role", wished->role, "The role's name, one word").required();
  role.callback([wished] { define_role(*wished); });
}

}
