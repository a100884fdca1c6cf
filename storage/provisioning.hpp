// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/dsn.hpp"
#include "storage/schema_name.hpp"

#include <chrono>
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
  bool live = true;        ///< else it is suspended: no host leads to it
  std::string issuer = {}; ///< as its route has it; empty where nobody asked the workspace yet
};

/// The SQLSTATE of a `failure` of the kind taken that is about an issuer, not about a slug.
inline constexpr std::string_view issuer_taken_state = "MU002";

/// How long a change of the workspaces may take a thread. They take some 100 ms, one after the
/// other, and who asked for one is answered with 503 after 10 s: what lasts longer is for nobody.
struct control_limits {
  /// For each lock: more than the second (deadlock_timeout) after which an autovacuum gives way.
  std::chrono::milliseconds lock_timeout{3'000};
  std::chrono::milliseconds statement_timeout{8'000}; ///< for all of it, its locks too
  silence_limits silence{};
};

/// A workspace has more tables the longer it was used. No lock is waited for any longer.
inline constexpr control_limits dropping_limits{.statement_timeout = std::chrono::minutes{1}};

/// Makes a workspace's role, schema, tables and functions (10-13 ms); for one that exists already,
/// changes nothing, its slug and issuer neither. `control_dsn` names the login `muniment_control`.
/// An empty issuer is none that is known. Throws `failure`: taken (another workspace has the slug,
/// is about to take it or had it in the last 90 days; or it has the issuer or is about to take it,
/// which `issuer_taken_state` tells), refused (every pool login holds 200 workspaces; or the slug
/// is none, SQLSTATE 23514), timed_out (a lock, SQLSTATE 55P03, or all of it, 57014), unavailable,
/// lost.
workspace_place provision(const std::string& control_dsn, const uuid& workspace,
                          const uuid& journal, std::string_view slug, std::string_view issuer = {},
                          const control_limits& limits = {});

/// Drops everything of a workspace, for ever; false when there is none. Its slug stays nobody's for
/// 90 days. Throws as `provision`.
bool drop_workspace(const std::string& control_dsn, const uuid& workspace,
                    const control_limits& limits = dropping_limits);

/// A workspace takes another slug or issuer in three steps, each safe to repeat: this reserves
/// both, then the workspace's journal says so, then `move_slug` makes them the route. False when
/// there is no such workspace. Throws as `provision`.
bool reserve_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug,
                  std::string_view issuer = {}, const control_limits& limits = {});

/// Makes the slug and the issuer that the workspace's journal names its route. The slug before it
/// leads nowhere for 90 days; after them, and for this workspace at any time, it can be had again.
/// The issuer is taken as it is, even where another workspace has it: the journal has said so.
/// Returns and throws as `reserve_slug`.
bool move_slug(const std::string& control_dsn, const uuid& workspace, std::string_view slug,
               std::string_view issuer = {}, const control_limits& limits = {});

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
