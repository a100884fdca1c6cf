// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::ops {

/// How a file of secrets is spoken of when it cannot be used.
struct private_file {
  std::filesystem::path path;
  std::string what;       ///< with its article: `the operator's credential`
  std::string if_missing; ///< the hint
};

/// What is in it. A file that others than its owner may read or write is refused: what it holds is
/// not secret any more. Throws storage::startup_error, which repeats nothing of it.
std::string read_private_text(const private_file& file);

}
