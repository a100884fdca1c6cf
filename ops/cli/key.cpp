// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/progress.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {
namespace {

void list(const connection_options& to) {
  auto at = api::workspace(to);
  listing shown{to.json,
                {{"KEY ID", "key_id"},
                 {"ALGORITHM", "algorithm"},
                 {"STATUS", "status"},
                 {"GENERATED", "generated_at"},
                 {"ACTIVATED", "activated_at"},
                 {"RETIRES", "retires_at"}}};
  for (const auto& each : objects_in(at.get("/admin/keys"), "signing_keys"))
    shown.add(each);
  shown.finish();
}

void roll(const connection_options& to) {
  auto at = api::control(to);
  auto begun = at.post("/control/keys/roll");
  const auto ended = follow(at, "/control", std::move(begun),
                            "nothing is lost, and the server goes on by itself within the hour; "
                            "muniment key roll goes on at once");
  show(object_in(ended, "result"), to.json);
}

}

void add_key_commands(CLI::App& app) {
  const auto to = std::make_shared<connection_options>();
  auto* group =
      add_group(app, "key",
                "The keys that sign a workspace's tokens, and those that seal everybody's "
                "data\nExample: muniment key list -w acme",
                to);
  auto* all = group->add_subcommand("list", "Shows the keys that sign tokens");
  add_workspace(all, to);
  add_json(all, to);
  all->callback([to] { list(*to); });
  auto* anew = group->add_subcommand(
      "roll", "Replaces the keys that seal personal data, in all workspaces, and destroys the old\n"
              "When it has ended, no backup, standby or WAL yields anybody who was erased before "
              "it.\n"
              "It happens by itself within 24 hours of an erasure.\n"
              "Example: muniment key roll");
  add_json(anew, to);
  anew->callback([to] { roll(*to); });
}

}
