// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/named_user.hpp"

#include "events/user_id.hpp"
#include "http/server/utf8.hpp"
#include "ops/cli/table.hpp"
#include "storage/startup_error.hpp"

#include <iostream>

namespace muniment::cli {
namespace {

std::vector<boost::json::object> matching(api& at, const std::string& by, const std::string& who) {
  return objects_in(at.get("/admin/users", {{by, who}}), "items");
}

}

boost::json::object found_user(api& at, const std::string& who) {
  // A user name may look like an id; whoever has the id is meant.
  auto items = matching(at, read_user_id(who) ? "id" : "user_name", who);
  if (items.empty() && read_user_id(who)) items = matching(at, "user_name", who);
  if (items.empty())
    throw storage::startup_error{"there is no user of that name",
                                 "muniment user list shows who there is"};
  return items.front();
}

std::string path_of_user(api& at, const std::string& who) {
  return "/admin/users/" + segment(readable_member(found_user(at, who), "id"));
}

std::string id_of_party(api& at, const std::string& who) {
  if (who.empty() || uuid::parse(who)) return who;
  return readable_member(found_user(at, who), "id");
}

subcommand add_about_user(subcommand group, const std::string& name, const std::string& help,
                          std::string& who, const connection& to) {
  auto command = group.add_subcommand(name, help);
  command.add_option("user", who, "An id or a user name").required();
  add_workspace(command, to);
  add_json(command, to);
  return command;
}

std::string password_line(const std::string& example) {
  std::string line;
  if (!std::getline(std::cin, line) || line.empty())
    throw storage::startup_error{"there is no password on standard input", example};
  if (!http::is_utf8(line))
    throw storage::startup_error{"the password on standard input is not UTF-8",
                                 "convert it first, as with iconv"};
  return line;
}

}
