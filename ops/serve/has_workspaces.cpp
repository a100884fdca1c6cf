// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/has_workspaces.hpp"

#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/provisioning.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

bool has_workspaces(const std::string& dsn, const storage::logins& logins) {
  try {
    storage::pool connections{dsn, logins.pools, {.connections = 1}};
    return !storage::read_workspaces(connections, uuid{}, 1).empty();
  } catch (const storage::failure& error) {
    throw storage::startup_error{error.what(), "start again"};
  }
}

}
