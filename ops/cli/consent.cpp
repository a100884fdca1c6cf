// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/as_of.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/endings.hpp"
#include "ops/cli/named_user.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/usage_error.hpp"

namespace muniment::cli {
namespace {

using storage::startup_error;

struct consent_wishes {
  connection to = std::make_shared<connection_options>();
  std::string who, client, consent, as_of;
  bool all = false;
};

constexpr auto path = "/admin/consents";

api::parameters query_for(api& at, const consent_wishes& wished) {
  std::string user;
  if (!wished.who.empty()) user = readable_member(found_user(at, wished.who), "id");
  return {{"user", user}, {"client_id", wished.client}, {"limit", "200"}, {"as_of", wished.as_of}};
}

bool holds(const boost::json::object& item) {
  return readable_member(item, "withdrawn_at").empty();
}

void list(const consent_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"CONSENT", "id"},
                 {"USER", "user_name"},
                 {"CLIENT", "client_id"},
                 {"SCOPES", "scopes"},
                 {"GIVEN", "given_at"},
                 {"WITHDRAWN", "withdrawn_at"}}};
  show_list(at, path, query_for(at, wished), shown, "items",
            [&](const auto& item) { return wished.all || holds(item); });
}

/// The consent that is meant: by its id, or as that of somebody for a client.
std::string named(api& at, const consent_wishes& wished) {
  if (!wished.consent.empty()) return wished.consent;
  std::string id;
  at.each_item(path, query_for(at, wished), SIZE_MAX, [&](const auto& item) {
    if (holds(item)) id = readable_member(item, "id");
  });
  if (id.empty())
    throw startup_error{"there is no such consent", "muniment consent list shows which there are"};
  return id;
}

/// A party beside an id would be passed over, although the consent may be another one's.
bool is_clear(const consent_wishes& wished) {
  if (!wished.consent.empty()) return wished.who.empty() && wished.client.empty();
  return !wished.who.empty() && !wished.client.empty();
}

void revoke(const consent_wishes& wished) {
  if (!is_clear(wished))
    throw usage_error{"it is not said which consent is meant",
                      "name one, or --user and --client together"};
  auto at = api::workspace(*wished.to);
  show(post_until_complete(at, "/admin/consents/" + segment(named(at, wished)) + "/revoke"),
       wished.to->json);
}

}

void add_consent_commands(subcommand app) {
  const auto wished = std::make_shared<consent_wishes>();
  auto group =
      add_group(app, "consent", "What the people of a workspace allowed clients", wished->to);
  auto all = group.add_subcommand(
      "list", "Shows those that hold, or held at a moment of the past\n"
              "Example: muniment consent list -w acme --client shop\n"
              "Example: muniment consent list -w acme --as-of 2026-03-03T14:03:00Z");
  all.add_option("--user", wished->who, "Only this one's: an id or a user name");
  all.add_option("--client", wished->client, "Only for this client: its client_id");
  all.add_flag("--all", wished->all, "Those that were withdrawn too");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto back = group.add_subcommand(
      "revoke", "Takes one back; what the client was given under it ends\n"
                "Example: muniment consent revoke -w acme --user ada --client shop");
  back.add_option("consent", wished->consent, "Its id; muniment consent list shows them");
  back.add_option("--user", wished->who, "Of this one: an id or a user name");
  back.add_option("--client", wished->client, "For this client: its client_id");
  add_workspace(back, wished->to);
  add_json(back, wished->to);
  back.callback([wished] { revoke(*wished); });
}

}
