// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/control/token_exchange.hpp"
#include "http/node/wish.hpp"
#include "http/server/router.hpp"

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

asio::awaitable<response> list_workspaces(control_call call);
asio::awaitable<response> create_workspace_asked(control_call call);
asio::awaitable<response> show_workspace_of(control_call call);
asio::awaitable<response> rename_workspace_asked(control_call call);
asio::awaitable<response> roll_deployment_keys(control_call call);
asio::awaitable<response> show_deployment_operation(control_call call);

/// The rows of the control plane's API.
std::vector<control_route> control_routes(std::shared_ptr<const control_plane> plane);

}
