// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <string>

/// The issuers of workspaces hold the host and the port that the settings gave them when they were
/// made. Once the settings are others, nobody reaches what such an issuer names, or somebody else
/// is there.
namespace muniment::ops {

/// Gives the workspace of that slug the issuer that this server would give it, if it has another:
/// an event of its journal. False when another workspace has that one still. Throws
/// storage::startup_error and `workspace_unavailable`.
asio::awaitable<bool> update_issuer(service& server, std::string slug);

/// The same for all workspaces, if any needs it, which wakes them; `tell` hears so before. Who
/// waits for another's issuer gets it once that one has its own. Blocks; on the main thread. Throws
/// storage::startup_error.
void update_issuers(service& server, const std::function<void(std::string_view)>& tell);

/// Warns in the log, in one line, when workspaces have another issuer than this server would give
/// them: how many, the first of them, and what to do. Wakes nobody. Blocks for a statement.
void warn_of_issuers(service& server);

}
