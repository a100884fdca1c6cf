// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/options.hpp"
#include "ops/cli/table.hpp"

namespace muniment::cli {
namespace {

struct wishes {
  connection to = std::make_shared<connection_options>();
  std::string from, until, actor, subject, type;
  std::size_t limit = 1000;
};

void audit(const wishes& wished) {
  auto at = api::workspace(*wished.to);
  listing shown{wished.to->json,
                {{"POSITION", "position"},
                 {"TIME", "recorded_at"},
                 {"TYPE", "type"},
                 {"OUTCOME", "outcome"},
                 {"ACTOR", "actor.kind"},
                 {"ID", "actor.id"},
                 {"SUBJECT", "subject"}}};
  at.each_item("/admin/audit",
               {{"from", wished.from},
                {"to", wished.until},
                {"actor", wished.actor},
                {"subject", wished.subject},
                {"type", wished.type},
                {"limit", "200"}},
               wished.limit, [&](const auto& item) { shown.add(item); });
  shown.finish();
}

}

void add_audit(CLI::App& app) {
  const auto wished = std::make_shared<wishes>();
  auto* command = app.add_subcommand(
      "audit", "Who did what to whom, in order, from the journal of a workspace\n"
               "Example: muniment audit -w acme --from 2026-03-03T14:00:00Z --type session");
  add_credential(command, wished->to);
  add_workspace(command, wished->to);
  add_json(command, wished->to);
  command->add_option("--from", wished->from, "From this moment on (RFC 3339, UTC)");
  command->add_option("--to", wished->until, "Up to this moment, without it");
  command->add_option("--actor", wished->actor, "By whom: an id");
  command->add_option("--subject", wished->subject, "About whom: a user's id");
  command->add_option("--type", wished->type, "user.registered, or user for all of a user's");
  command->add_option("--limit", wished->limit, "At most so many")
      ->check(most_items())
      ->capture_default_str();
  command->callback([wished] { audit(*wished); });
}

}
