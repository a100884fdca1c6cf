// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/as_of.hpp"
#include "ops/cli/certainty.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/named_user.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/user_state.hpp"

namespace muniment::cli {
namespace {

struct user_wishes {
  connection to = std::make_shared<connection_options>();
  std::string who; ///< an id or a user name
  std::string as_of;
  std::string user_name, email, display_name, locale;
  bool email_verified = false;
  bool password_from_input = false;
  bool one_time = false;
  bool sure = false;
};

void create(const user_wishes& wished) {
  boost::json::object body{{"user_name", wished.user_name}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) body[name] = value;
  };
  add("email", wished.email);
  add("display_name", wished.display_name);
  add("locale", wished.locale);
  if (wished.email_verified) body["email_verified"] = true;
  if (wished.password_from_input)
    body["password"] =
        password_line("printf '%s\\n' \"$PASSWORD\" | muniment user create … --password-stdin");
  if (wished.one_time) body["one_time"] = true;
  show(api::workspace(*wished.to).post("/admin/users", body), wished.to->json);
}

void list(const user_wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{
      wished.to->json,
      {{"ID", "id"}, {"STATUS", "status"}, {"USER NAME", "user_name"}, {"E-MAIL", "email"}}};
  show_list(at, "/admin/users", {{"limit", "200"}, {"as_of", wished.as_of}}, shown);
}

void show_one(const user_wishes& wished) {
  auto at = api::workspace(*wished.to);
  const auto now = found_user(at, wished.who);
  if (wished.as_of.empty()) return show(now, wished.to->json);
  const auto path = "/admin/users/" + segment(readable_member(now, "id"));
  show(at.get(path, {{"as_of", wished.as_of}}), wished.to->json);
}

void erase(const user_wishes& wished) {
  require_certainty(wished.sure, "an erasure");
  auto at = api::workspace(*wished.to);
  const auto id = readable_member(found_user(at, wished.who), "id");
  ask_certainty(wished.sure, "An erasure is for ever: nobody can read this person's data again.",
                id, "muniment user show");
  show(at.post("/admin/users/" + segment(id) + "/erase"), wished.to->json);
}

void add_create(subcommand group, const std::shared_ptr<user_wishes>& wished) {
  auto make = group.add_subcommand(
      "create", "Enters a person; without a password one for one use is made, and shown once\n"
                "It is good until they have chosen their own, however long that takes, or until\n"
                "`muniment user set-password` makes another.\n"
                "Example: muniment user create -w acme --user-name ada --email ada@example.com");
  make.add_option("--user-name", wished->user_name, "What they sign in with").required();
  make.add_option("--email", wished->email, "Their address");
  make.add_flag("--email-verified", wished->email_verified, "The address is known to be theirs");
  make.add_option("--display-name", wished->display_name, "How they are called");
  make.add_option("--locale", wished->locale, "Their language, such as en or de-CH");
  make.add_flag(
      "--password-stdin", wished->password_from_input,
      "Read the password from standard input, one line: for programs that ask the person");
  make.add_flag("--one-time", wished->one_time, "It too has to be changed at the next sign-in");
  add_workspace(make, wished->to);
  add_json(make, wished->to);
  make.callback([wished] { create(*wished); });
}

}

void add_user_commands(subcommand app) {
  const auto wished = std::make_shared<user_wishes>();
  auto group = add_group(app, "user", "The people of a workspace", wished->to);
  add_create(group, wished);
  auto all = group.add_subcommand(
      "list", "Shows all, erased ones included\nExample: muniment user list -w acme --json\n"
              "Example: muniment user list -w acme --as-of 2026-03-03T14:03:00Z");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list(*wished); });
  auto one =
      add_about_user(group, "show",
                     "Shows one; of the past too, but nothing personal of who was erased since\n"
                     "Example: muniment user show -w acme ada\n"
                     "Example: muniment user show -w acme ada --as-of 2026-03-03T14:03:00Z",
                     wished->who, wished->to);
  add_as_of(one, wished->as_of);
  one.callback([wished] { show_one(*wished); });
  auto gone =
      add_about_user(group, "erase",
                     "Makes everything personal of one unreadable, for ever\n"
                     "Copies in backups, standbys and WAL die within 24 hours, or at once with\n"
                     "`muniment key roll`.\n"
                     "Example: muniment user erase -w acme ada",
                     wished->who, wished->to);
  gone.add_flag("--yes", wished->sure, "Do not ask");
  gone.callback([wished] { erase(*wished); });
  add_user_state_commands(group, wished->to);
}

}
