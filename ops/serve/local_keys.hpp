// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_store.hpp"

#include <filesystem>

namespace muniment::ops {

/// Opens the key store of `muniment up` in `directory`/keys, under the master key
/// `directory`/master.key; both are made in a new data directory. Throws storage::startup_error.
storage::key_store open_local_keys(const std::filesystem::path& directory);

}
