// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/usage_error.hpp"

#include "events/user_id.hpp"

#include <iostream>
#include <unistd.h>

namespace muniment::cli {
namespace {

using storage::startup_error;

struct wishes {
  connection to = std::make_shared<connection_options>();
  std::string who; ///< an id or a user name
  std::string user_name, email, display_name, locale;
  bool email_verified = false;
  bool password_from_input = false;
  bool sure = false;
};

std::vector<boost::json::object> matching(api& at, const std::string& by, const std::string& who) {
  return objects_in(at.get("/admin/users", {{by, who}}), "items");
}

/// The person with this id or user name.
boost::json::object found(api& at, const std::string& who) {
  // A user name may look like an id; whoever has the id is meant.
  auto items = matching(at, read_user_id(who) ? "id" : "user_name", who);
  if (items.empty() && read_user_id(who)) items = matching(at, "user_name", who);
  if (items.empty())
    throw startup_error{"there is no user of that name", "muniment user list shows who there is"};
  return items.front();
}

/// One line, without a terminal's echo being our business: it is read from a pipe or file.
std::string password_line() {
  std::string line;
  if (!std::getline(std::cin, line) || line.empty())
    throw startup_error{"there is no password on standard input",
                        "printf '%s\\n' \"$PASSWORD\" | muniment user create … --password-stdin"};
  return line;
}

void create(const wishes& wished) {
  boost::json::object body{{"user_name", wished.user_name}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) body[name] = value;
  };
  add("email", wished.email);
  add("display_name", wished.display_name);
  add("locale", wished.locale);
  if (wished.email_verified) body["email_verified"] = true;
  if (wished.password_from_input) body["password"] = password_line();
  show(api::workspace(*wished.to).post("/admin/users", body), wished.to->json);
}

void list(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{
      wished.to->json,
      {{"ID", "id"}, {"STATUS", "status"}, {"USER NAME", "user_name"}, {"E-MAIL", "email"}}};
  at.each_item("/admin/users", {{"limit", "200"}}, SIZE_MAX,
               [&](const auto& item) { shown.add(item); });
  shown.finish();
}

void show_one(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(found(at, wished.who), wished.to->json);
}

/// Whoever erases says so: on a terminal by typing the id again.
void make_sure(const wishes& wished, const std::string& id) {
  if (wished.sure) return;
  std::cerr << "An erasure is for ever: nobody can read this person's data again.\n"
            << "Type " << id << " to go on: " << std::flush;
  std::string typed;
  if (!std::getline(std::cin, typed) || typed != id)
    throw startup_error{"that was another id; nothing was erased",
                        "muniment user show tells the id"};
}

void erase(const wishes& wished) {
  if (!wished.sure && ::isatty(STDIN_FILENO) == 0)
    throw usage_error{"an erasure is for ever and was not confirmed", "add --yes"};
  auto at = api::workspace(*wished.to);
  const auto id = readable_member(found(at, wished.who), "id");
  make_sure(wished, id);
  show(at.post("/admin/users/" + segment(id) + "/erase"), wished.to->json);
}

void add_create(CLI::App* group, const std::shared_ptr<wishes>& wished) {
  auto* make = group->add_subcommand(
      "create", "Enters a person; without a password one is made, and shown once\n"
                "Example: muniment user create -w acme --user-name ada --email ada@example.com");
  make->add_option("--user-name", wished->user_name, "What they sign in with")->required();
  make->add_option("--email", wished->email, "Their address");
  make->add_flag("--email-verified", wished->email_verified, "The address is known to be theirs");
  make->add_option("--display-name", wished->display_name, "How they are called");
  make->add_option("--locale", wished->locale, "Their language, such as en or de-CH");
  make->add_flag("--password-stdin", wished->password_from_input,
                 "Read the password from standard input, one line");
  add_workspace(make, wished->to);
  add_json(make, wished->to);
  make->callback([wished] { create(*wished); });
}

CLI::App* add_named(CLI::App* group, const char* name, const char* help,
                    const std::shared_ptr<wishes>& wished) {
  auto* command = group->add_subcommand(name, help);
  command->add_option("user", wished->who, "An id or a user name")->required();
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  return command;
}

}

void add_user_commands(CLI::App& app) {
  const auto wished = std::make_shared<wishes>();
  auto* group = add_group(app, "user", "The people of a workspace", wished->to);
  add_create(group, wished);
  auto* all = group->add_subcommand(
      "list", "Shows all, erased ones included\nExample: muniment user list -w acme --json");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  all->callback([wished] { list(*wished); });
  add_named(group, "show", "Shows one\nExample: muniment user show -w acme ada", wished)
      ->callback([wished] { show_one(*wished); });
  auto* gone =
      add_named(group, "erase",
                "Makes everything personal of one unreadable, for ever\n"
                "Copies in backups, standbys and WAL die within 24 hours, or at once with\n"
                "`muniment key roll`.\n"
                "Example: muniment user erase -w acme ada",
                wished);
  gone->add_flag("--yes", wished->sure, "Do not ask");
  gone->callback([wished] { erase(*wished); });
}

}
