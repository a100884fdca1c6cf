// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/settings_table.hpp"

#include <string>
#include <vector>

namespace muniment::ops {

/// Which sources win; two of one rank must agree.
enum class setting_rank : unsigned char { command_line, environment, file, preset, fallback };

/// One source's word about one setting.
struct setting_candidate {
  const setting_row* row;
  setting_rank rank;
  std::string origin; ///< For messages: `--base-domain`, `BASE_DOMAIN`, `muniment.toml line 3`.
  std::string text;
};

/// All candidates of all sources, the table's defaults included; names that no setting has go to
/// `errors`.
std::vector<setting_candidate> candidates_of(const setting_sources& sources,
                                             setting_errors& errors);

}
