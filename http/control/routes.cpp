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
    row{by_get<list_workspaces>, "/control/workspaces", read, "Lists all workspaces."},
    row{by_post<create_workspace_asked>, "/control/workspaces", write, "Makes a workspace."},
    row{by_get<show_workspace_of>, "/control/workspaces/{slug}", read, "Shows a workspace."},
    row{by_post<rename_workspace_asked>, "/control/workspaces/{slug}/rename", write,
        "Gives a workspace another slug, and with it another issuer."},
    row{by_post<roll_deployment_keys>, "/control/keys/roll", write,
        "Begins to replace all keys, after which no backup yields whom an erasure removed."},
    row{by_get<show_deployment_operation>, "/control/operations/{id}", read,
        "Shows how far an operation got, or what came of it."},
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
  co_return co_await at.does.serve(std::move(call));
}

}

std::vector<control_route> control_routes(std::shared_ptr<const control_plane> plane) {
  std::vector<control_route> routes;
  const auto exchange = [plane](request_ptr asked) {
    return exchange_token(plane->context, std::move(asked));
  };
  routes.push_back({{"POST"}, exchange_path, exchange, error_style::oauth});
  for (const auto& each : table) {
    const auto handle = [plane, &each](request_ptr asked) {
      auto challenge = challenge_for(*asked, plane->context->oidc->settings.control_origin);
      return problems_told(serve(plane, each, std::move(asked)), std::move(challenge));
    };
    routes.push_back({{each.does.method}, each.path, handle, error_style::problem, true});
  }
  return routes;
}

openapi::chapter control_chapter() {
  openapi::chapter all;
  all.operations.push_back(told_exchange(all.used));
  for (const auto& each : table)
    all.operations.push_back(told(each, "control", all.used));
  for (auto& each : all.operations)
    each.at = openapi::audience::control;
  return all;
}

}
