// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/progress.hpp"
#include "ops/cli/table.hpp"

#include "storage/startup_error.hpp"

#include <boost/json/array.hpp>

namespace muniment::cli {
namespace {

/// A line for each difference, below what was compared.
void show_differences(const boost::json::object& result) {
  listing told{false, {{"DIFFERENCE", "sentence"}}};
  const auto* all = result.if_contains("differences");
  if (!all || !all->is_array() || all->get_array().empty()) return;
  for (const auto& each : all->get_array())
    told.add({{"sentence", each}});
  told.finish();
}

void verify(const connection_options& to) {
  auto at = api::workspace(to);
  const follow_hints hints{"nothing was changed; the server's log tells more",
                           "start it again: muniment journal verify -w " + to.workspace};
  const auto ended = follow(at, "/admin", at.post("/admin/journal/verify"), hints);
  const auto result = object_in(ended, "result");
  auto told = result;
  if (!to.json) told.erase("differences");
  show(told, to.json);
  if (!to.json) show_differences(result);
  if (readable_member(result, "equal") != "true")
    throw storage::startup_error{
        "the journal of " + to.workspace + " is not what it was when it was written: " +
            readable_member(result, "differing") + " differences",
        "keep this database and its backups as they are; the oldest backup that verifies tells "
        "what was changed"};
}

}

void add_journal(subcommand app) {
  const auto to = std::make_shared<connection_options>();
  auto group = add_group(app, "journal", "The journal of a workspace, and what proves it", to);
  auto command = group.add_subcommand(
      "verify", "Reads the whole journal beside live traffic and compares every column with its\n"
                "event, the hashes with the stored tree, and the claims with what events declare;\n"
                "exits with 1 if anything differs\n"
                "Example: muniment journal verify -w acme");
  add_workspace(command, to);
  add_json(command, to);
  command.callback([to] { verify(*to); });
}

}
