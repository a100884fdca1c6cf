// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {
namespace {

struct workspace_wishes {
  connection to = std::make_shared<connection_options>();
  std::string slug;
  std::string new_slug;
  std::string display_name;
  std::string algorithm;
};

void create(const workspace_wishes& wished) {
  boost::json::object body{{"slug", wished.slug}};
  if (!wished.display_name.empty()) body["display_name"] = wished.display_name;
  if (!wished.algorithm.empty()) body["algorithm"] = wished.algorithm;
  show(api::control(*wished.to).post("/control/workspaces", body), wished.to->json);
}

void list(const workspace_wishes& wished) {
  auto at = api::control(*wished.to);
  listing shown{wished.to->json, {{"SLUG", "slug"}, {"ID", "id"}}};
  at.each_item("/control/workspaces", {{"limit", "200"}}, SIZE_MAX,
               [&](const auto& item) { shown.add(item); });
  shown.finish();
}

void show_one(const workspace_wishes& wished) {
  auto at = api::control(*wished.to);
  show(at.get("/control/workspaces/" + segment(wished.slug)), wished.to->json);
}

void rename(const workspace_wishes& wished) {
  auto at = api::control(*wished.to);
  show(at.post("/control/workspaces/" + segment(wished.slug) + "/rename",
               {{"slug", wished.new_slug}}),
       wished.to->json);
}

}

void add_workspace_commands(subcommand app) {
  const auto wished = std::make_shared<workspace_wishes>();
  auto group =
      add_group(app, "workspace",
                "Workspaces: dedicated instances with their own host, users and keys", wished->to);
  auto make = group.add_subcommand(
      "create", "Makes one; it answers at once\nExample: muniment workspace create acme "
                "--name \"Acme Ltd\"");
  make.add_option("slug", wished->slug, "Its route name: lower-case letters, digits, hyphens")
      .required();
  make.add_option("--name", wished->display_name, "What people read");
  make.add_option("--algorithm", wished->algorithm,
                  "Of its first signing key; ES256 costs a fifteenth of RS256")
      .one_of({crypto::algorithm_names.begin(), crypto::algorithm_names.end()});
  add_json(make, wished->to);
  make.callback([wished] { create(*wished); });
  auto all =
      group.add_subcommand("list", "Shows all; wakes none\nExample: muniment workspace list");
  add_json(all, wished->to);
  all.callback([wished] { list(*wished); });
  auto one = group.add_subcommand(
      "show", "Shows one, with the head of its journal\nExample: muniment workspace show acme");
  one.add_option("slug", wished->slug, "Its route name").required();
  add_json(one, wished->to);
  one.callback([wished] { show_one(*wished); });
  auto other = group.add_subcommand(
      "rename", "Lets one answer at another name, and so with another issuer: its clients must "
                "learn it.\nNobody else gets the old name for 90 days. With its own name again it "
                "gets the\nissuer of settings that were changed\n"
                "Example: muniment workspace rename acme acme-corp");
  other.add_option("slug", wished->slug, "Its route name").required();
  other.add_option("new-slug", wished->new_slug, "The one it is to have").required();
  add_json(other, wished->to);
  other.callback([wished] { rename(*wished); });
}

}
