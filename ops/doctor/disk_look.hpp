// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/disk.hpp"
#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

#include <filesystem>

namespace muniment::doctor {

/// The file system of `path`, or of its nearest parent that exists.
disk_state state_of_disk(const std::filesystem::path& path);

/// Looks at the file systems of data directory, database, key store and logs, as far as the server
/// keeps them itself, at each once.
void look_at_disks(const places& at, listener& into);

}
