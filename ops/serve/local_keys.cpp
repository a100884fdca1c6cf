// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "ops/serve/deployment_keys.hpp"

namespace muniment::ops {

storage::key_store open_local_keys(const deployment_files& files, const uuid& deployment,
                                   bool has_workspaces) {
  // Earlier builds marked no store of `up`; the database beside it is its own.
  adopt_keys(files, deployment);
  make_keys(files, deployment, has_workspaces);
  return open_keys(files, deployment);
}

}
