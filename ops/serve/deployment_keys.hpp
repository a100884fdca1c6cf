// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "ops/serve/deployment_files.hpp"
#include "storage/key_store.hpp"

/// The master key and the key store of a deployment. The store says in its file `deployment` whose
/// it is: the keys of one deployment open nothing of another. All throw storage::startup_error.
namespace muniment::ops {

/// Whether there is an era key, without opening the store.
bool has_keys(const deployment_files& files);

/// Makes what is missing of master key (0400) and key store; replaces nothing. Refuses to make keys
/// for a deployment that `has_workspaces` already: theirs are elsewhere.
void make_keys(const deployment_files& files, const uuid& deployment, bool has_workspaces);

/// Writes into a complete store which nobody marked that it belongs to this deployment; does
/// nothing to any other. For who knows that.
void adopt_keys(const deployment_files& files, const uuid& deployment);

/// Opens the store of this deployment; makes nothing.
storage::key_store open_keys(const deployment_files& files, const uuid& deployment);

}
