// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/options.hpp"

namespace muniment::cli {

subcommand add_group(subcommand app, const std::string& name, const std::string& help,
                     const connection& into) {
  auto group = app.add_subcommand(name, help);
  group.require_subcommand();
  add_credential(group, into);
  group.fallthrough();
  return group;
}

void add_credential(subcommand command, const connection& into) {
  command
      .add_option("--credential,--operator-credential", into->credential_file,
                  "The operator's credential; else $MUNIMENT_OPERATOR_CREDENTIAL, else "
                  "operator.json in the data directory of `muniment up`")
      .type_name("FILE");
}

void add_workspace(subcommand command, const connection& into) {
  command.add_option("-w,--workspace", into->workspace, "The workspace's slug").type_name("SLUG");
}

void add_as_of(subcommand command, std::string& into) {
  command
      .add_option("--as-of", into,
                  "As it was then: a moment (RFC 3339, UTC) or a position, such as "
                  "2026-03-03T14:03:00Z or position:1234")
      .type_name("MOMENT");
}

void add_json(subcommand command, const connection& into) {
  command.add_flag("--json", into->json, "JSON, one object a line");
}

}
