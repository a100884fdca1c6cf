// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/startup_error.hpp"

namespace muniment::cli {

/// A command line that can be read but not carried out as it stands: the program ends with 2, and
/// nothing was changed.
class usage_error : public storage::startup_error {
public:
  using startup_error::startup_error;
};

}
