// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"

#include <string>

namespace muniment::ops {

/// Whether the database behind `dsn` holds a live workspace, whose keys therefore are somewhere.
/// Blocking; throws storage::startup_error.
bool has_workspaces(const std::string& dsn, const storage::logins& logins);

}
