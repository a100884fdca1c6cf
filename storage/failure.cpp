// SPDX-License-Identifier: Apache-2.0
#include "storage/failure.hpp"

namespace muniment::storage {

bool is_passing(const std::string& sqlstate) {
  // A primary that was demoted, or one whose disk is full and that its operator made read-only.
  constexpr auto read_only = "25006";
  return sqlstate == read_only || sqlstate.starts_with("40") || sqlstate.starts_with("53") ||
         sqlstate.starts_with("55") || sqlstate.starts_with("57");
}

}
