// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/options.hpp"

#include "events/instant.hpp"

#include <charconv>
#include <string_view>

namespace muniment::cli {
namespace {

std::string complaint_about_moment(const std::string& text) {
  if (parse_instant(text)) return {};
  return "it is no moment in UTC, such as 2026-03-03T14:03:00Z";
}

bool is_position(std::string_view text) {
  constexpr std::string_view prefix = "position:";
  if (!text.starts_with(prefix)) return false;
  const auto digits = text.substr(prefix.size());
  std::uint64_t position = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, position);
  return error == std::errc{} && stop == end && position > 0 && position <= last_position;
}

std::string complaint_about_as_of(const std::string& text) {
  if (is_position(text) || parse_instant(text)) return {};
  return "it is no moment in UTC, such as 2026-03-03T14:03:00Z, and no position, such as "
         "position:1234";
}

}

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

argument add_moment(subcommand command, const std::string& name, std::string& into,
                    const std::string& help) {
  return command.add_option(name, into, help).type_name("MOMENT").checked(complaint_about_moment);
}

void add_as_of(subcommand command, std::string& into) {
  command
      .add_option("--as-of", into,
                  "As it was then: a moment (RFC 3339, UTC) or a position, such as "
                  "2026-03-03T14:03:00Z or position:1234")
      .type_name("MOMENT")
      .checked(complaint_about_as_of);
}

void add_json(subcommand command, const connection& into) {
  command.add_flag("--json", into->json, "JSON, one object a line");
}

}
