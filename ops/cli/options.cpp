// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/options.hpp"

namespace muniment::cli {

CLI::App* add_group(CLI::App& app, const std::string& name, const std::string& help,
                    const connection& into) {
  auto* group = app.add_subcommand(name, help);
  group->require_subcommand(1);
  add_credential(group, into);
  group->fallthrough();
  return group;
}

void add_credential(CLI::App* command, const connection& into) {
  command
      ->add_option("--credential,--operator-credential", into->credential_file,
                   "The operator's credential; else $MUNIMENT_OPERATOR_CREDENTIAL, else "
                   "operator.json in the data directory of `muniment up`")
      ->type_name("FILE");
}

void add_workspace(CLI::App* command, const connection& into) {
  command->add_option("-w,--workspace", into->workspace, "The workspace's slug")->type_name("SLUG");
}

CLI::Range most_items() {
  constexpr std::uint64_t most = 1'000'000'000;
  return CLI::Range(std::uint64_t{1}, most);
}

CLI::Range a_position() {
  constexpr std::uint64_t last = INT64_MAX;
  return CLI::Range(std::uint64_t{0}, last);
}

void add_json(CLI::App* command, const connection& into) {
  command->add_flag("--json", into->json, "JSON, one object a line");
}

}
