// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"

#include <string>

namespace muniment::ops {

/// Prepares the private database of `muniment up` for a deployment at `base_domain`; `dsn` is its
/// owner's. Its logins get fresh random passwords each time, which nobody keeps; and since the data
/// directory is ours alone, the leases that a killed server left end here. A database of another
/// base domain throws storage::startup_error.
storage::prepared_database prepare_local_database(const std::string& dsn,
                                                  const std::string& base_domain);

}
