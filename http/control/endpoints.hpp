// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/admin/queries.hpp"
#include "http/control/shapes.hpp"
#include "http/control/token_exchange.hpp"
#include "http/openapi/operation.hpp"
#include "http/server/router.hpp"
#include "http/server/wish.hpp"

#include <functional>
#include <vector>

namespace muniment::http {

class key_rolls;

/// What the endpoints of the control plane share besides. Outlives the routes.
struct control_plane {
  std::shared_ptr<const control_context> context;
  std::shared_ptr<operations> under_way;
  std::shared_ptr<key_rolls> rolls;
  /// The issuer a workspace of that slug is given.
  std::function<std::string(const std::string& slug)> issuer_of;
};

/// One request of an operator who may make it.
struct control_call {
  std::shared_ptr<const control_plane> plane;
  request_ptr asked;
  std::string named; ///< the segment of the path that the route names, decoded
  wish_origin from;
};

// --- The endpoints, on the thread of the node's coroutines. Each throws `problem_found` and
// `workspace_unavailable`.

/// A page of all workspaces, by id and slug; wakes none.
asio::awaitable<api::page<api::workspace_place>> list_workspaces(control_call call,
                                                                 query::list asked);

/// Makes a workspace; 409 for a slug, or an issuer, that is taken.
asio::awaitable<created<api::workspace>> create_workspace_asked(control_call call,
                                                                body::workspace sent);

/// One workspace, as its journal describes it; 404 for an unknown slug.
asio::awaitable<api::workspace> show_workspace_of(control_call call);

/// Gives a workspace another slug, and with it another issuer; 409 for one that is taken.
asio::awaitable<api::workspace> rename_workspace_asked(control_call call, body::renaming sent);

/// Begins a roll of all keys, or answers as `begun_reply`.
asio::awaitable<begun<api::operation>> roll_deployment_keys(control_call call);

/// An operation of the deployment as it stands; 404 once it is forgotten.
asio::awaitable<api::operation> show_deployment_operation(control_call call);

/// The rows of the control plane's API.
std::vector<control_route> control_routes(std::shared_ptr<const control_plane> plane);

/// The same rows, as docs/openapi.yaml tells them.
openapi::chapter control_chapter();

}
