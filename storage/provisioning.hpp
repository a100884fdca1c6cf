// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::storage {

class pool;

/// Where a workspace lives, and the slug its route has: that of its hosts.
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
/// Throws `failure`: taken (another workspace has the slug, is about to take it or had it in the
/// last 90 days), refused (every pool login holds 200
/// workspaces; or the slug is none, SQLSTATE 23514), unavailable, lost.
workspace_place provision(const std::string& control_dsn, const uuid& workspace,
                          const uuid& journal, std::string_view slug);

/// Drops everything of a workspace, for ever; false when there is none. Its slug stays nobody's for
/// 90 days. Throws as `provision`.
bool drop_workspace(const std::string& control_dsn, const uuid& workspace);

/// A workspace takes another slug in three steps, each safe to repeat: this reserves it, then the
/// workspace's journal says so, then `move_slug` makes it the route. False when there is no such
/// workspace. Throws as `provision`.
bool reserve_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug);

/// Makes the slug that the workspace's journal names its route. The one before it leads nowhere for
/// 90 days; after them, and for this workspace at any time, it can be had again. Returns and throws
/// as `reserve_slug`.
bool move_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug);

/// The live workspace whose route has this slug, or that reserved it; nothing when there is none.
/// Wakes nobody. Blocking; throws what `pool::with_deployment` throws.
std::optional<workspace_place> find_workspace(pool& connections, std::string_view slug);

/// The live workspaces after `after` in ascending order of id, at most `limit`.
std::vector<workspace_place> read_workspaces(pool& connections, const uuid& after,
                                             std::size_t limit);

/// All workspaces in ascending order of id, whatever their state: the people of a suspended one
/// depend on the era key too. Blocking; throws what `pool::with_deployment` throws.
std::vector<workspace_place> read_all_workspaces(pool& connections);

}
