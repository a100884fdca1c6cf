// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <string>

/// The issuers of workspaces hold the port and the base domain of the server that made them. A
/// start with another port gives them another one, or nobody would reach what they name.
namespace muniment::ops {

/// Whether the workspace of that slug has another issuer than this server would give it; false when
/// there is none. Throws `workspace_unavailable`.
asio::awaitable<bool> has_another_issuer(service& server, std::string slug);

/// Gives the workspace of that slug the issuer that this server would give it, if it has another:
/// an event of its journal. Throws storage::startup_error and `workspace_unavailable`.
asio::awaitable<void> update_issuer(service& server, std::string slug);

/// The same for all workspaces but `system`, which wakes them; by the issuer of `system`, which is
/// changed last, a start after one that was killed knows that some are left. Blocks; on the main
/// thread. Throws storage::startup_error.
void update_issuers_but_systems(service& server);

}
