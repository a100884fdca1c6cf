// SPDX-License-Identifier: Apache-2.0
#include "http/admin/api_row.hpp"
#include "http/control/endpoints.hpp"
#include "http/server/problems.hpp"

#include <array>

namespace muniment::http {
namespace {

using row = api_row<control_call>;

using enum admin_right;
constexpr std::array table{
    row{"GET", "/control/workspaces", read, list_workspaces},
    row{"POST", "/control/workspaces", write, create_workspace_asked},
    row{"GET", "/control/workspaces/{slug}", read, show_workspace_of},
    row{"POST", "/control/workspaces/{slug}/rename", write, rename_workspace_asked},
    row{"POST", "/control/keys/roll", write, roll_deployment_keys},
    row{"GET", "/control/operations/{id}", read, show_deployment_operation},
};

asio::awaitable<wish_origin> admitted(std::shared_ptr<const control_plane> plane, request_ptr asked,
                                      admin_right needed) {
  auto token = bearer_token(*asked);
  const auto who = co_await find_operator(*plane->context, std::move(token));
  if (!who)
    throw problem_found{with_detail(problems::unauthorized,
                                    "It is expired, or not an operator's for the control plane.")};
  require_right(who->scopes, needed);
  acting_party actor{actor_kind::deployment_operator, who->who.id, "access_token", {}};
  co_return origin_of(std::move(actor), *asked);
}

asio::awaitable<response> serve(std::shared_ptr<const control_plane> plane, const row& at,
                                request_ptr asked) {
  auto from = co_await admitted(plane, asked, at.needed);
  control_call call{plane, asked, named_segment(at.path, *asked), std::move(from)};
  co_return co_await at.serve(std::move(call));
}

}

std::vector<control_route> control_routes(std::shared_ptr<const control_plane> plane) {
  std::vector<control_route> routes;
  const auto exchange = [plane](request_ptr asked) {
    return exchange_token(plane->context, std::move(asked));
  };
  routes.push_back({{"POST"}, "/control/token", exchange, error_style::oauth});
  for (const auto& each : table) {
    const auto handle = [plane, &each](request_ptr asked) {
      auto challenge = challenge_for(*asked, plane->context->oidc->settings.control_origin);
      return problems_told(serve(plane, each, std::move(asked)), std::move(challenge));
    };
    routes.push_back({{each.method}, each.path, handle, error_style::problem});
  }
  return routes;
}

}
