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

struct session_wishes {
  connection to = std::make_shared<connection_options>();
  std::string who, session, as_of;
  bool all = false;
};

void list(const session_wishes& wished) {
  auto at = api::workspace(*wished.to);
  std::string user;
  if (!wished.who.empty()) user = readable_member(found_user(at, wished.who), "id");
  listing shown{wished.to->json,
                {{"SESSION", "id"},
                 {"USER", "user_name"},
                 {"STATUS", "status"},
                 {"CLIENT", "client_id"},
                 {"STARTED", "started_at"},
                 {"EXPIRES", "expires_at"}}};
  show_list(at, "/admin/sessions",
            {{"user", user},
             {"standing", wished.all ? "" : "true"},
             {"limit", "200"},
             {"as_of", wished.as_of}},
            shown);
}

void end(const session_wishes& wished) {
  if (wished.session.empty() == wished.who.empty())
    throw usage_error{"it is not said which session is to end",
                      "name one, or --user for all of somebody's"};
  auto at = api::workspace(*wished.to);
  if (wished.who.empty())
    show(at.post("/admin/sessions/" + segment(wished.session) + "/end"), wished.to->json);
  else
    show(post_until_complete(at, path_of_user(at, wished.who) + "/end-sessions"), wished.to->json);
}

}

void add_session_commands(subcommand app) {
  const auto wished = std::make_shared<session_wishes>();
  auto group = add_group(app, "session", "Who is signed in, in a workspace", wished->to);
  auto all = group.add_subcommand(
      "list",
      "Shows the sessions that stand, or stood at a moment of the past\n"
      "One stands until it is ended or expires. That it was not used for an hour, and so signs\n"
      "nobody in any more, only its browser's cookie tells: it is shown as standing\n"
      "Example: muniment session list -w acme --user ada\n"
      "Example: muniment session list -w acme --as-of 2026-03-03T14:03:00Z");
  all.add_option("--user", wished->who, "Only this one's: an id or a user name");
  all.add_flag("--all", wished->all, "Those that ended or expired too");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto over = group.add_subcommand(
      "end", "Ends a session, or all of somebody's with what clients were given in them\n"
             "What a client was given in a session ends with it.\n"
             "Example: muniment session end -w acme --user ada");
  over.add_option("session", wished->session, "Its id; muniment session list shows them");
  over.add_option("--user", wished->who, "All of this one's: an id or a user name");
  add_workspace(over, wished->to);
  add_json(over, wished->to);
  over.callback([wished] { end(*wished); });
}

}
