// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"

#include <boost/json/array.hpp>

namespace muniment::cli {
namespace {

struct wishes {
  connection to = std::make_shared<connection_options>();
  std::string client_id, name, type, algorithm, authentication;
  std::vector<std::string> redirects, post_logout, origins, scopes;
  bool first_party = false, introspection = false;
};

boost::json::array texts(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

void create(const wishes& wished) {
  boost::json::object body{{"name", wished.name}, {"type", wished.type}};
  if (!wished.client_id.empty()) body["client_id"] = wished.client_id;
  if (!wished.algorithm.empty()) body["algorithm"] = wished.algorithm;
  if (!wished.redirects.empty()) body["redirect_uris"] = texts(wished.redirects);
  if (!wished.origins.empty()) body["origins"] = texts(wished.origins);
  if (!wished.scopes.empty()) body["scopes"] = texts(wished.scopes);
  if (!wished.post_logout.empty()) body["post_logout_redirect_uris"] = texts(wished.post_logout);
  if (!wished.authentication.empty()) body["authentication"] = wished.authentication;
  if (wished.first_party) body["third_party"] = false;
  if (wished.introspection) body["may_introspect"] = true;
  show(api::workspace(*wished.to).post("/admin/clients", body), wished.to->json);
}

void list(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"CLIENT ID", "client_id"},
                 {"TYPE", "type"},
                 {"NAME", "name"},
                 {"REDIRECTS", "redirect_uris"}}};
  at.each_item("/admin/clients", {{"limit", "200"}}, SIZE_MAX,
               [&](const auto& item) { shown.add(item); });
  shown.finish();
}

void show_one(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.get("/admin/clients/" + segment(wished.client_id)), wished.to->json);
}

void add_create(CLI::App* group, const std::shared_ptr<wishes>& wished) {
  auto* make = group->add_subcommand(
      "create", "Enters one; its secret, where it has one, is shown once\n"
                "Example: muniment client create -w acme --type web --name Shop "
                "--redirect https://shop.example/back");
  make->add_option("--type", wished->type,
                   "web (has a secret), spa, native (loopback and private-use redirects), service "
                   "(its own tokens, no people)")
      ->required()
      ->check(CLI::IsMember({"web", "spa", "native", "service"}));
  make->add_option("--name", wished->name, "What people read on the consent page")->required();
  make->add_option("--client-id", wished->client_id, "A random one when it is left out");
  make->add_option("--redirect", wished->redirects, "A redirect URI, compared exactly; repeat it");
  make->add_option("--post-logout-redirect", wished->post_logout,
                   "Where a browser may be sent after a logout, compared exactly; repeat it");
  make->add_option("--origin", wished->origins, "An origin whose scripts may ask; repeat it");
  make->add_option("--scope", wished->scopes,
                   "A scope it may ask for; repeat it. With offline_access it may refresh");
  make->add_option("--algorithm", wished->algorithm, "Of its tokens")
      ->check(CLI::IsMember({"RS256", "PS256", "ES256", "EdDSA"}));
  make->add_option("--auth-method", wished->authentication,
                   "How one with a secret shows it: client_secret_basic if left out")
      ->check(CLI::IsMember({"client_secret_basic", "client_secret_post"}));
  make->add_flag("--introspection", wished->introspection,
                 "May ask what any token of the workspace allows; for those with a secret");
  make->add_flag("--first-party", wished->first_party, "Ask nobody for consent");
  add_workspace(make, wished->to);
  add_json(make, wished->to);
  make->callback([wished] { create(*wished); });
}

}

void add_client_commands(CLI::App& app) {
  const auto wished = std::make_shared<wishes>();
  auto* group = add_group(app, "client", "The relying parties of a workspace", wished->to);
  add_create(group, wished);
  auto* all = group->add_subcommand(
      "list", "Shows all, deleted ones included\nExample: muniment client list -w acme");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  all->callback([wished] { list(*wished); });
  auto* one =
      group->add_subcommand("show", "Shows one\nExample: muniment client show -w acme shop");
  one->add_option("client_id", wished->client_id, "Its client_id")->required();
  add_workspace(one, wished->to);
  add_json(one, wished->to);
  one->callback([wished] { show_one(*wished); });
}

}
