// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"
#include "ops/cli/as_of.hpp"
#include "ops/cli/certainty.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/credential_file.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/stop_signal.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/usage_error.hpp"

#include <boost/json/array.hpp>

#include <optional>

namespace muniment::cli {
namespace {

struct client_wishes {
  connection to = std::make_shared<connection_options>();
  std::string client_id, name, type, algorithm, project, authentication, as_of;
  std::vector<std::string> redirects, logouts, origins, scopes, grants;
  bool first_party = false;
  bool introspection = false;
  bool no_introspection = false;
  bool third_party = false;
  bool no_logouts = false;
  bool no_origins = false;
  bool sure = false;
};

boost::json::array texts(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

/// What both creating and changing take, as far as it is given.
boost::json::object given(const client_wishes& wished) {
  boost::json::object body;
  if (!wished.name.empty()) body["name"] = wished.name;
  if (!wished.algorithm.empty()) body["algorithm"] = wished.algorithm;
  if (!wished.redirects.empty()) body["redirect_uris"] = texts(wished.redirects);
  if (!wished.logouts.empty()) body["post_logout_redirect_uris"] = texts(wished.logouts);
  if (!wished.origins.empty()) body["origins"] = texts(wished.origins);
  if (!wished.scopes.empty()) body["scopes"] = texts(wished.scopes);
  if (!wished.authentication.empty()) body["authentication"] = wished.authentication;
  if (wished.first_party) body["third_party"] = false;
  if (wished.introspection) body["may_introspect"] = true;
  return body;
}

void create(const client_wishes& wished) {
  auto body = given(wished);
  body["type"] = wished.type;
  if (!wished.client_id.empty()) body["client_id"] = wished.client_id;
  if (!wished.project.empty()) body["project"] = wished.project;
  show(api::workspace(*wished.to).post("/admin/clients", body), wished.to->json);
}

void list(const client_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"CLIENT ID", "client_id"},
                 {"TYPE", "type"},
                 {"NAME", "name"},
                 {"REDIRECTS", "redirect_uris"}}};
  show_list(at, "/admin/clients", {{"limit", "200"}, {"as_of", wished.as_of}}, shown);
}

void show_one(const client_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.get("/admin/clients/" + segment(wished.client_id), {{"as_of", wished.as_of}}),
       wished.to->json);
}

std::string path_of(const client_wishes& wished) {
  return "/admin/clients/" + segment(wished.client_id);
}

void change(const client_wishes& wished) {
  auto body = given(wished);
  if (wished.third_party) body["third_party"] = true;
  if (wished.no_introspection) body["may_introspect"] = false;
  if (wished.no_logouts) body["post_logout_redirect_uris"] = boost::json::array{};
  if (wished.no_origins) body["origins"] = boost::json::array{};
  if (!wished.grants.empty()) body["grant_types"] = texts(wished.grants);
  if (body.empty())
    throw usage_error{"it is not said what is to change", "muniment client update --help"};
  show(api::workspace(*wished.to).post(path_of(wished) + "/change", body), wished.to->json);
}

void confirm_own_rotation(const client_wishes& wished) {
  require_certainty(wished.sure, "a rotation of the operator's own secret");
  ask_certainty(wished.sure,
                "This is the client that asks: no copy of its credential opens anything until the "
                "new secret is in it.",
                wished.client_id, "muniment client show");
}

/// The new secret is in the file before it is shown, which may fail; and no signal ends it before
/// that, since the server may have the new one by then, and nobody else has.
void rotate_secret(const client_wishes& wished) {
  auto at = api::workspace(*wished.to);
  const bool own = is_own_client(*wished.to, wished.client_id);
  if (own) confirm_own_rotation(wished);
  std::optional<stop_signal> held_back;
  if (own) held_back.emplace();
  const auto rotated = at.post(path_of(wished) + "/rotate-secret");
  if (own) keep_own_secret(*wished.to, std::string{rotated.at("client_secret").as_string()});
  show(rotated, wished.to->json);
}

void remove(const client_wishes& wished) {
  require_certainty(wished.sure, "a deletion");
  auto at = api::workspace(*wished.to);
  ask_certainty(wished.sure, "A deletion is for ever: this client_id is never used again.",
                wished.client_id, "muniment client show");
  show(at.post(path_of(wished) + "/delete"), wished.to->json);
}

/// What both creating and changing take; `if_none` says what scopes it has where none is named.
void add_settings(subcommand command, const std::shared_ptr<client_wishes>& wished,
                  const std::string& if_none) {
  command.add_option("--redirect", wished->redirects,
                     "A redirect URI, compared exactly; repeat it");
  command.add_option("--post-logout-redirect", wished->logouts,
                     "Where a browser may be sent after a logout, compared exactly; repeat it");
  command.add_option("--origin", wished->origins, "An origin whose scripts may ask; repeat it");
  command.add_option("--scope", wished->scopes,
                     "A scope it may ask for; repeat it. With offline_access it may refresh. " +
                         if_none);
  command.add_option("--algorithm", wished->algorithm, "Of its tokens")
      .one_of({crypto::algorithm_names.begin(), crypto::algorithm_names.end()});
  command.add_flag("--first-party", wished->first_party, "Ask nobody for consent");
  command.add_flag("--introspection", wished->introspection,
                   "May ask what any token of the workspace allows; for those with a secret");
}

subcommand add_named(subcommand group, const char* name, const char* help,
                     const std::shared_ptr<client_wishes>& wished) {
  auto command = group.add_subcommand(name, help);
  command
      .add_option("client_id", wished->client_id, "Its client_id; behind -- where it begins with -")
      .required();
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  return command;
}

void add_update(subcommand group, const std::shared_ptr<client_wishes>& wished) {
  auto command = add_named(
      group, "update",
      "Changes what is named and leaves the rest; a list that is named is replaced whole\n"
      "Example: muniment client update -w acme shop --redirect https://shop.example/back",
      wished);
  command.add_option("--name", wished->name, "What people read on the consent page");
  add_settings(command, wished, "Left out: those it has");
  command.add_flag("--third-party", wished->third_party, "Ask for consent")
      .excludes("--first-party");
  command
      .add_flag("--no-introspection", wished->no_introspection,
                "May no longer ask what tokens allow")
      .excludes("--introspection");
  command.add_flag("--no-post-logout-redirect", wished->no_logouts, "A logout may lead nowhere")
      .excludes("--post-logout-redirect");
  command.add_flag("--no-origins", wished->no_origins, "No script may ask").excludes("--origin");
  command.add_option("--grant", wished->grants, "A grant type it may use; repeat it")
      .one_of({"authorization_code", "refresh_token", "client_credentials"});
  command.add_option("--auth-method", wished->authentication, "How it shows its secret")
      .one_of({"client_secret_basic", "client_secret_post"});
  command.callback([wished] { change(*wished); });
}

void add_create(subcommand group, const std::shared_ptr<client_wishes>& wished) {
  auto make = group.add_subcommand("create",
                                   "Enters one; its secret, where it has one, is shown once\n"
                                   "Example: muniment client create -w acme --type web --name Shop "
                                   "--redirect https://shop.example/back");
  make.add_option("--type", wished->type,
                  "web (has a secret), spa, native (loopback and private-use redirects), service "
                  "(its own tokens, no people)")
      .required()
      .one_of({"web", "spa", "native", "service"});
  make.add_option("--name", wished->name, "What people read on the consent page").required();
  make.add_option("--client-id", wished->client_id, "A random one when it is left out");
  make.add_option("--project", wished->project, "The project it belongs to [default]");
  add_settings(make, wished, "Left out: openid profile email; for a service none");
  make.add_option("--auth-method", wished->authentication,
                  "How one with a secret shows it: client_secret_basic if left out")
      .one_of({"client_secret_basic", "client_secret_post"});
  add_workspace(make, wished->to);
  add_json(make, wished->to);
  make.callback([wished] { create(*wished); });
}

}

void add_client_commands(subcommand app) {
  const auto wished = std::make_shared<client_wishes>();
  auto group = add_group(app, "client", "The relying parties of a workspace", wished->to);
  add_create(group, wished);
  auto all = group.add_subcommand(
      "list", "Shows all, deleted ones included\nExample: muniment client list -w acme\n"
              "Example: muniment client list -w acme --as-of 2026-03-03T14:03:00Z");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto one = add_named(group, "show",
                       "Shows one\nExample: muniment client show -w acme shop\n"
                       "Example: muniment client show -w acme shop --as-of 2026-03-03T14:03:00Z",
                       wished);
  add_as_of(one, wished->as_of);
  one.callback([wished] { show_one(*wished); });
  add_update(group, wished);
  auto anew = add_named(group, "rotate-secret",
                        "Gives one a new secret, shown once; the old one is refused at once\n"
                        "That of the credential in use is put into its file too.\n"
                        "Example: muniment client rotate-secret -w acme shop",
                        wished);
  anew.add_flag("--yes", wished->sure, "Do not ask; it is asked about the credential in use only");
  anew.callback([wished] { rotate_secret(*wished); });
  auto gone = add_named(group, "delete",
                        "Deletes one for ever; its tokens and sign-ins are refused at once\n"
                        "Example: muniment client delete -w acme shop",
                        wished);
  gone.add_flag("--yes", wished->sure, "Do not ask");
  gone.callback([wished] { remove(*wished); });
}

}
