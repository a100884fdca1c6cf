// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <string>
#include <vector>

namespace muniment::storage {

class pool;

/// Where a workspace lives.
struct workspace_place {
  schema_name schema;
  uuid journal;
  int pool = 0;
};

/// Makes a workspace's role, schema, tables and functions (10-13 ms); for one that exists already,
/// changes nothing. `control_dsn` names the login `muniment_control`.
/// Throws `failure`: refused (every pool login holds 200 workspaces), unavailable, lost.
workspace_place provision(const std::string& control_dsn, const uuid& workspace,
                          const uuid& journal);

/// Drops everything of a workspace, for ever; false when there is none. Throws as `provision`.
bool drop_workspace(const std::string& control_dsn, const uuid& workspace);

/// The live workspaces after `after` in ascending order of id, at most `limit`.
std::vector<workspace_place> read_workspaces(pool& connections, const uuid& after,
                                             std::size_t limit);

}
