// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"
#include "ops/cli/command_line.hpp"
#include "ops/cli/table.hpp"

#include <cstdint>

namespace muniment::cli {

/// Which part is wanted of what stands in the order of a journal.
struct stretch {
  std::uint64_t after = 0;          ///< what is behind this position
  std::uint64_t limit = UINT64_MAX; ///< at most so many
};

/// `--after`, which is returned, and `--limit`. `into` lives as long as the command line.
argument add_stretch(subcommand command, stretch& into);

/// Shows what is in the stretch of a list whose items have a `position`, a page at a time. When its
/// limit ended it, a line on standard error says how to go on. Throws storage::startup_error as
/// `api`.
void show_stretch(api& at, const std::string& path, api::parameters query, const stretch& wanted,
                  listing& shown);

}
