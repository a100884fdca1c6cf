// SPDX-License-Identifier: Apache-2.0
#include "http/admin/routes.hpp"

#include "http/admin/api_row.hpp"
#include "http/admin/endpoints.hpp"

#include <array>

namespace muniment::http {
namespace {

using row = api_row<admin_call>;

using enum admin_right;
constexpr std::array table{
    row{"GET", "/admin/workspace", read, show_workspace},
    row{"GET", "/admin/users", read, list_users},
    row{"POST", "/admin/users", write, create_user},
    row{"GET", "/admin/users/{id}", read, show_user},
    row{"POST", "/admin/users/{id}/erase", write, erase_user},
    row{"POST", "/admin/users/{id}/disable", write, disable_user},
    row{"POST", "/admin/users/{id}/enable", write, enable_user},
    row{"POST", "/admin/users/{id}/set-password", write, set_user_password},
    row{"POST", "/admin/users/{id}/end-sessions", write, end_user_sessions},
    row{"POST", "/admin/users/{id}/grant-role", write, grant_role},
    row{"POST", "/admin/users/{id}/revoke-role", write, revoke_role},
    row{"GET", "/admin/roles", read, list_roles},
    row{"GET", "/admin/sessions", read, list_sessions},
    row{"POST", "/admin/sessions/{id}/end", write, end_session},
    row{"GET", "/admin/consents", read, list_consents},
    row{"POST", "/admin/consents/{id}/revoke", write, revoke_consent},
    row{"GET", "/admin/projects", read, list_projects},
    row{"POST", "/admin/projects", write, create_project},
    row{"GET", "/admin/projects/{project}", read, show_project},
    row{"POST", "/admin/projects/{project}/define-role", write, define_role},
    row{"GET", "/admin/clients", read, list_clients},
    row{"POST", "/admin/clients", write, create_client},
    row{"GET", "/admin/clients/{client_id}", read, show_client},
    row{"POST", "/admin/clients/{client_id}/change", write, change_client},
    row{"POST", "/admin/clients/{client_id}/rotate-secret", write, rotate_client_secret},
    row{"POST", "/admin/clients/{client_id}/delete", write, delete_client},
    row{"GET", "/admin/keys", read, list_keys},
    row{"POST", "/admin/keys/rotate", write, rotate_keys},
    row{"POST", "/admin/keys/{key_id}/revoke", write, revoke_key},
    row{"GET", "/admin/audit", read, list_audit},
    row{"GET", "/admin/events", read, list_events},
    row{"GET", "/admin/projections", read, list_projections},
    row{"POST", "/admin/projections/{name}/rebuild", write, rebuild_projection},
    row{"POST", "/admin/projections/{name}/verify", read, verify_projection},
    row{"POST", "/admin/journal/verify", read, verify_journal},
    row{"GET", "/admin/operations/{id}", read, show_operation},
};

asio::awaitable<response> serve(std::shared_ptr<const admin_context> context, const row& at,
                                std::string slug, request_ptr asked) {
  auto found = co_await context->at.workspaces().find(std::move(slug));
  if (!found) throw workspace_unavailable{"the workspace is not there"};
  auto actor = co_await admitted(found, asked, at.needed);
  auto from = origin_of(std::move(actor), *asked);
  auto named = named_segment(at.path, *asked);
  admin_call call{context, std::move(found), asked, std::move(named), std::move(from)};
  co_return co_await at.serve(std::move(call));
}

}

std::vector<route> admin_routes(std::shared_ptr<const admin_context> context) {
  std::vector<route> routes;
  for (const auto& each : table) {
    const auto handle = [context, &each](workspace_door& door, request_ptr asked) {
      const auto& who = door.identity();
      auto challenge = challenge_for(*asked, who.issuer);
      return problems_told(serve(context, each, who.slug, std::move(asked)), std::move(challenge));
    };
    routes.push_back({{each.method}, each.path, error_style::problem, handle});
  }
  return routes;
}

}
