// SPDX-License-Identifier: Apache-2.0
#include "ops/settings_table.hpp"

namespace muniment::ops {
namespace {

constexpr std::string_view opening = R"(# Configuration

Made from the table in `ops/settings_table.cpp`; a test keeps the two equal.

A setting is given as a flag (`--base-domain`), as an environment variable (`MUNIMENT_BASE_DOMAIN`), under
the alias some settings have (`BASE_DOMAIN`), or in the TOML file (`base_domain = "example.com"`). The file
is the one that `--config` names, else `MUNIMENT_CONFIG`, else `/etc/muniment/muniment.toml` if it is there.
A flag beats the environment, the environment beats the file, the file beats the default. A variable and
its alias that disagree, a flag given twice with different values, a name no setting has: each stops the
start, with a line that says which.
)";

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string entry(const setting_row& row) {
  auto text = "\n## " + std::string(row.name) + "\n\n" + std::string(row.purpose) + "\n\n";
  text += "- Flag " + code(flag_of(row)) + ", variable " + code(variable_of(row));
  if (!row.alias.empty()) text += ", alias " + code(row.alias);
  text +=
      "\n- Default: " + (row.fallback.empty() ? std::string("empty") : code(row.fallback)) + "\n";
  if (const auto accepted = accepted_by(row); !accepted.empty())
    text += "- Accepts: " + accepted + "\n";
  if (row.secret) text += "- Secret: shown in no message and no log line\n";
  return text;
}

}

std::string settings_documentation() {
  std::string page(opening);
  for (const auto& row : settings_table())
    page += entry(row);
  return page;
}

}
