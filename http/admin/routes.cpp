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
    row{by_get<show_workspace>, "/admin/workspace", read, "Shows the workspace."},
    row{by_get<list_users>, "/admin/users", read,
        "Lists people; at most one if an id, a user name or an e-mail address is named."},
    row{by_post<create_user>, "/admin/users", write, "Enters a person."},
    row{by_get<show_user>, "/admin/users/{id}", read, "Shows a person."},
    row{by_post<erase_user>, "/admin/users/{id}/erase", write,
        "Makes everything personal of a person unreadable, for good."},
    row{by_post<disable_user>, "/admin/users/{id}/disable", write,
        "Lets a person sign in no more, and ends their sessions and grants."},
    row{by_post<enable_user>, "/admin/users/{id}/enable", write, "Lets a person sign in again."},
    row{by_post<unlock_user>, "/admin/users/{id}/unlock", write,
        "Ends a person's lockout: wrong passwords count from zero again."},
    row{by_post<set_user_password>, "/admin/users/{id}/set-password", write,
        "Gives a person another password, and ends their sessions and grants."},
    row{by_post<end_user_sessions>, "/admin/users/{id}/end-sessions", write,
        "Ends the sessions and grants of a person."},
    row{by_post<grant_role>, "/admin/users/{id}/grant-role", write, "Gives a person a role."},
    row{by_post<revoke_role>, "/admin/users/{id}/revoke-role", write,
        "Takes a role away from a person."},
    row{by_get<list_roles>, "/admin/roles", read, "Lists who has which role."},
    row{by_get<list_sessions>, "/admin/sessions", read, "Lists sessions."},
    row{by_post<end_session>, "/admin/sessions/{id}/end", write, "Ends a session."},
    row{by_get<list_consents>, "/admin/consents", read, "Lists what people allowed clients."},
    row{by_post<revoke_consent>, "/admin/consents/{id}/revoke", write,
        "Withdraws a consent, and ends the grants that were given under it."},
    row{by_get<list_projects>, "/admin/projects", read, "Lists projects."},
    row{by_post<create_project>, "/admin/projects", write, "Makes a project."},
    row{by_get<show_project>, "/admin/projects/{project}", read,
        "Shows a project, which the path names by its name or id."},
    row{by_post<define_role>, "/admin/projects/{project}/define-role", write,
        "Teaches a project a role."},
    row{by_get<list_clients>, "/admin/clients", read, "Lists clients, deleted ones included."},
    row{by_post<create_client>, "/admin/clients", write, "Registers a client."},
    row{by_get<show_client>, "/admin/clients/{client_id}", read, "Shows a client."},
    row{by_post<change_client>, "/admin/clients/{client_id}/change", write,
        "Changes what is registered of a client."},
    row{by_post<rotate_client_secret>, "/admin/clients/{client_id}/rotate-secret", write,
        "Gives a client another secret; the old one is void at once."},
    row{by_post<delete_client>, "/admin/clients/{client_id}/delete", write,
        "Deletes a client, whose id is never used again."},
    row{by_get<list_keys>, "/admin/keys", read, "Lists the keys that sign tokens."},
    row{by_post<rotate_keys>, "/admin/keys/rotate", write,
        "Lets the next keys sign, as soon as everybody can know them or at once."},
    row{by_post<revoke_key>, "/admin/keys/{key_id}/revoke", write,
        "Revokes a key: what it signed is good no more."},
    row{by_get<list_audit>, "/admin/audit", read, "Lists who did what, when and from where."},
    row{by_get<list_events>, "/admin/events", read, "Lists the events of the journal."},
    row{by_get<list_projections>, "/admin/projections", read,
        "Lists the read models, and how far each has read."},
    row{by_post<rebuild_projection>, "/admin/projections/{name}/rebuild", write,
        "Begins to compute a read model anew, beside live traffic."},
    row{by_post<verify_projection>, "/admin/projections/{name}/verify", read,
        "Begins to compare a read model with the journal."},
    row{by_post<verify_journal>, "/admin/journal/verify", read,
        "Begins to look for edits of the journal."},
    row{by_get<show_operation>, "/admin/operations/{id}", read,
        "Shows how far an operation got, or what came of it."},
};

asio::awaitable<response> serve(std::shared_ptr<const admin_context> context, const row& at,
                                std::string slug, request_ptr asked) {
  auto found = co_await context->at.workspaces().find(std::move(slug));
  if (!found) throw workspace_unavailable{"the workspace is not there"};
  auto actor = co_await admitted(found, asked, at.needed);
  auto from = origin_of(std::move(actor), *asked);
  auto named = named_segment(at.path, *asked);
  admin_call call{context, std::move(found), asked, std::move(named), std::move(from)};
  co_return co_await at.does.serve(std::move(call));
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
    routes.push_back({{each.does.method}, each.path, error_style::problem, handle, {}, true});
  }
  return routes;
}

openapi::chapter admin_chapter() {
  openapi::chapter all;
  for (const auto& each : table)
    all.operations.push_back(told(each, "admin", all.used));
  return all;
}

}
