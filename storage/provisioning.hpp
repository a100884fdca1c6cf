// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::storage {

class pool;

/// Where a workspace lives, and the slug its hosts are made of.
struct workspace_place {
  uuid id;
  std::string slug;
  schema_name schema;
  uuid journal;
  int pool = 0;
  bool live = true; ///< else it is suspended: no host leads to it
};

/// Makes a workspace's role, schema, tables and functions (10-13 ms); for one that exists already,
/// changes nothing, its slug neither. `control_dsn` names the login `muniment_control`.
/// Throws `failure`: taken (another workspace has the slug), refused (every pool login holds 200
/// workspaces; or the slug is none, SQLSTATE 23514), unavailable, lost.
workspace_place provision(const std::string& control_dsn, const uuid& workspace,
                          const uuid& journal, std::string_view slug);

/// Drops everything of a workspace, for ever; false when there is none. Throws as `provision`.
bool drop_workspace(const std::string& control_dsn, const uuid& workspace);

/// The live workspace with this slug; nothing when there is none. Wakes nobody. Blocking; throws
/// what `pool::with_deployment` throws.
std::optional<workspace_place> find_workspace(pool& connections, std::string_view slug);

/// The live workspaces after `after` in ascending order of id, at most `limit`.
std::vector<workspace_place> read_workspaces(pool& connections, const uuid& after,
                                             std::size_t limit);

/// All workspaces in ascending order of id, whatever their state: the people of a suspended one
/// depend on the era key too. Blocking; throws what `pool::with_deployment` throws.
std::vector<workspace_place> read_all_workspaces(pool& connections);

}
