// SPDX-License-Identifier: Apache-2.0
#include "storage/failure.hpp"

namespace muniment::storage {

bool is_passing(const std::string& sqlstate) {
  return sqlstate.starts_with("40") || sqlstate.starts_with("53") || sqlstate.starts_with("55") ||
         sqlstate.starts_with("57");
}

}
