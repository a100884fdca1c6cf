// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
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

}

void add_key_commands(CLI::App& app) {
  const auto to = std::make_shared<connection_options>();
  auto* group =
      add_group(app, "key", "The keys of a workspace\nExample: muniment key list -w acme", to);
  auto* all = group->add_subcommand("list", "Shows the keys that sign tokens");
  add_workspace(all, to);
  add_json(all, to);
  all->callback([to] { list(*to); });
}

}
