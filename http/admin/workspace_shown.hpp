// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/replies.hpp"
#include "http/node/node.hpp"

namespace muniment::http {

/// What its journal says of a workspace. Throws `workspace_unavailable`.
asio::awaitable<std::shared_ptr<const workspaces::row>>
workspace_row(std::shared_ptr<workspace> at);

/// The workspace as both APIs show it, with the head of its journal.
asio::awaitable<api::workspace> shown_workspace(node& on, std::shared_ptr<workspace> at);

}
