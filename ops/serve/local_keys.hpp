// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "ops/serve/deployment_files.hpp"
#include "storage/key_store.hpp"

namespace muniment::ops {

/// Opens the key store of `muniment up` under its master key, as the settings place them. Both are
/// made where there is neither and the deployment has no workspaces yet: later, new keys would open
/// nothing and hide that the right ones are missing. Throws storage::startup_error.
storage::key_store open_local_keys(const deployment_files& files, const uuid& deployment,
                                   bool has_workspaces);

}
