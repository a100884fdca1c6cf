// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/user_state.hpp"

#include "ops/cli/as_of.hpp"
#include "ops/cli/endings.hpp"
#include "ops/cli/named_user.hpp"
#include "ops/cli/table.hpp"
#include "storage/startup_error.hpp"

#include <exception>

namespace muniment::cli {
namespace {

struct state_wishes {
  connection to;
  std::string who, project, role, as_of;
};

void disable(const state_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(post_until_complete(at, path_of_user(at, wished.who) + "/disable"), wished.to->json);
}

void enable(const state_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.post(path_of_user(at, wished.who) + "/enable"), wished.to->json);
}

void unlock(const state_wishes& wished) {
  auto at = api::workspace(*wished.to);
  show(at.post(path_of_user(at, wished.who) + "/unlock"), wished.to->json);
}

/// Ends what sessions the setting of a password left. The password is set by then and told once: it
/// is shown also where they cannot be ended, before that is thrown.
void end_left_sessions(api& at, const std::string& path, const state_wishes& wished,
                       const boost::json::object& set) {
  try {
    post_until_complete(at, path + "/end-sessions");
  } catch (const std::exception& why) {
    show(set, wished.to->json);
    throw storage::startup_error{"the password was set, but sessions of before may be left: " +
                                     std::string{why.what()},
                                 "muniment session end -w " + wished.to->workspace + " --user " +
                                     readable_member(set, "id")};
  }
}

/// The password is set once; what of the old sessions is left then is ended by itself.
void set_password(const state_wishes& wished) {
  auto at = api::workspace(*wished.to);
  const auto path = path_of_user(at, wished.who);
  auto set = at.post(path + "/set-password");
  if (!is_complete(set)) {
    end_left_sessions(at, path, wished, set);
    set["complete"] = true;
  }
  show(set, wished.to->json);
}

void change_role(const state_wishes& wished, const std::string& verb) {
  auto at = api::workspace(*wished.to);
  show(at.post(path_of_user(at, wished.who) + verb,
               {{"project", wished.project}, {"role", wished.role}}),
       wished.to->json);
}

void list_roles(const state_wishes& wished) {
  auto at = api::workspace(*wished.to);
  std::string id;
  if (!wished.who.empty()) id = readable_member(found_user(at, wished.who), "id");
  listing shown{wished.to->json,
                {{"USER", "user_name"},
                 {"PROJECT", "project"},
                 {"ROLE", "role"},
                 {"GRANTED", "granted_at"},
                 {"USER ID", "user"}}};
  show_list(at, "/admin/roles",
            {{"user", id}, {"project", wished.project}, {"limit", "200"}, {"as_of", wished.as_of}},
            shown);
}

subcommand add_one(subcommand group, const char* name, const char* help,
                   const std::shared_ptr<state_wishes>& wished) {
  return add_about_user(group, name, help, wished->who, wished->to);
}

void add_role_change(subcommand group, const char* name, const char* help, const std::string& verb,
                     const std::shared_ptr<state_wishes>& wished) {
  auto command = add_one(group, name, help, wished);
  command.add_option("project", wished->project, "A project's name or id").required();
  command.add_option("role", wished->role, "A role that the project knows").required();
  command.callback([wished, verb] { change_role(*wished, verb); });
}

void add_roles(subcommand group, const std::shared_ptr<state_wishes>& wished) {
  add_role_change(
      group, "grant",
      "Gives somebody a role of a project\n"
      "The project `default` has the built-in roles: workspace.auditor may read by the admin\n"
      "API, workspace.admin may change things too.\n"
      "Example: muniment user grant -w acme ada default workspace.auditor",
      "/grant-role", wished);
  add_role_change(group, "revoke-role",
                  "Takes a role from somebody; it counts no longer, at once\n"
                  "Example: muniment user revoke-role -w acme ada default workspace.auditor",
                  "/revoke-role", wished);
  auto all = group.add_subcommand(
      "roles", "Shows who has which role, or had it at a moment of the past\n"
               "Example: muniment user roles -w acme --user ada\n"
               "Example: muniment user roles -w acme --as-of 2026-03-03T14:03:00Z");
  all.add_option("--user", wished->who, "Only this one's: an id or a user name");
  all.add_option("--project", wished->project, "Only this project's: its name or id");
  add_workspace(all, wished->to);
  add_json(all, wished->to);
  add_as_of(all, wished->as_of);
  all.callback([wished] { list_roles(*wished); });
}

}

void add_user_state_commands(subcommand group, const connection& to) {
  const auto wished = std::make_shared<state_wishes>();
  wished->to = to;
  add_one(group, "disable",
          "Lets somebody sign in no more; their sessions and tokens end at once\n"
          "Example: muniment user disable -w acme ada",
          wished)
      .callback([wished] { disable(*wished); });
  add_one(group, "enable",
          "Lets somebody sign in again; nothing that ended comes back\n"
          "Example: muniment user enable -w acme ada",
          wished)
      .callback([wished] { enable(*wished); });
  add_one(group, "unlock",
          "Ends somebody's lockout after wrong passwords; their own is good again at once\n"
          "An address that the wrong ones came from may have to wait on: that is no account's.\n"
          "Who was locked: muniment audit -w acme --type credential.locked\n"
          "Example: muniment user unlock -w acme ada",
          wished)
      .callback([wished] { unlock(*wished); });
  add_one(group, "set-password",
          "Gives somebody a password for one use, made here and shown once; their sessions end\n"
          "At the next sign-in they have to choose their own: nobody else chooses it.\n"
          "It is good until they have, or until this is done again, however long that takes.\n"
          "Example: muniment user set-password -w acme ada",
          wished)
      .callback([wished] { set_password(*wished); });
  add_roles(group, wished);
}

}
