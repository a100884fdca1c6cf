// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <pqxx/connection>

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::storage {

/// One step: a file under storage/schema, taken in one transaction together with its ledger row.
struct migration {
  std::string_view id;
  std::string_view sql;
};

/// Whose steps a ledger row tells of, beside the workspaces' own names.
constexpr std::string_view deployment_ledger = "muniment";
constexpr std::string_view template_ledger = "muniment_template";

/// Roles and rights, safe to repeat, executed at each preparation.
std::span<const migration> role_steps();

/// Everything in the schemas `muniment` and `muniment_template`, in the order they depend on.
/// Append only: what is in the ledger of a database is never taken again.
std::span<const migration> deployment_steps();

/// What existing workspaces must follow, written against `muniment_template`, which takes each step
/// first, so that new workspaces are born with it.
std::span<const migration> workspace_steps();

/// Takes the steps that `ledger` does not name yet; how many. Two at once wait for each other, a
/// killed one left whole steps. Throws `failure{refused}` naming the step that the database
/// refused.
std::size_t migrate(pqxx::connection& session, std::string_view ledger,
                    std::span<const migration> steps);

class pool;

/// The steps that a workspace's ledger does not name, in their order: one read, and none when there
/// are no steps. Throws what `pool::with_deployment` throws.
std::vector<migration> lacking(pool& connections, const schema_name& schema,
                               std::span<const migration> steps);

/// Takes for a workspace what it lacks, each step as its own role through its pool login, in a
/// transaction under the limits of the pool; how many. A step waits for each of its locks for 200
/// ms at most: those who append or read there wait behind it. Two at once take each step once; the
/// second waits, and is refused (55P03) when that takes longer than the pool's limit. What one that
/// ended early took stands. Throws what `pool::with_workspace` throws, naming the step;
/// `unavailable` when `stop` was asked for before the last step.
std::size_t migrate_workspace(pool& connections, const schema_name& schema,
                              std::span<const migration> steps, const std::stop_token& stop = {});

}
