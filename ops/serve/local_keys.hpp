// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/deployment_files.hpp"
#include "storage/key_store.hpp"

namespace muniment::ops {

/// Opens the key store of `muniment up` under its master key, as the settings place them; both are
/// made where there is neither. Throws storage::startup_error.
storage::key_store open_local_keys(const deployment_files& files);

}
