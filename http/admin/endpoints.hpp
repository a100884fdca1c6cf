// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"
#include "http/admin/bodies.hpp"
#include "http/admin/journal_replies.hpp"
#include "http/admin/queries.hpp"
#include "http/admin/replies.hpp"

/// The admin API of a workspace, an endpoint a function: what the command line does and nothing
/// else does. Any of them throws `problem_found` and `workspace_unavailable`. Their types are what
/// docs/openapi.yaml says of them (http/admin/endpoint.hpp).
namespace muniment::http {

asio::awaitable<api::workspace> show_workspace(admin_call call);

asio::awaitable<api::then<api::page<api::user>>> list_users(admin_call call, query::users asked);
asio::awaitable<created<api::entered_user>> create_user(admin_call call, body::user sent);
asio::awaitable<api::then<api::user>> show_user(admin_call call, query::then asked);
asio::awaitable<api::erasure> erase_user(admin_call call);
asio::awaitable<api::disabled_user> disable_user(admin_call call);
asio::awaitable<api::user> enable_user(admin_call call);
asio::awaitable<api::user> unlock_user(admin_call call);
asio::awaitable<api::user_with_password> set_user_password(admin_call call);
asio::awaitable<api::ended_sessions> end_user_sessions(admin_call call);

asio::awaitable<api::then<api::page<api::granted_role>>> list_roles(admin_call call,
                                                                    query::roles asked);
asio::awaitable<api::granted_role> grant_role(admin_call call, body::named_role sent);
asio::awaitable<api::granted_role> revoke_role(admin_call call, body::named_role sent);

asio::awaitable<api::then<api::page<api::session>>> list_sessions(admin_call call,
                                                                  query::sessions asked);
asio::awaitable<api::session> end_session(admin_call call);

asio::awaitable<api::then<api::page<api::consent>>> list_consents(admin_call call,
                                                                  query::consents asked);
asio::awaitable<api::withdrawn_consent> revoke_consent(admin_call call);

asio::awaitable<api::then<api::page<api::project>>> list_projects(admin_call call,
                                                                  query::list_then asked);
asio::awaitable<created<api::project>> create_project(admin_call call, body::project sent);
asio::awaitable<api::then<api::project>> show_project(admin_call call, query::then asked);
asio::awaitable<api::project> define_role(admin_call call, body::role_name sent);

asio::awaitable<api::then<api::page<api::client>>> list_clients(admin_call call,
                                                                query::list_then asked);
asio::awaitable<created<api::client_with_secret>> create_client(admin_call call, body::client sent);
asio::awaitable<api::then<api::client>> show_client(admin_call call, query::then asked);
asio::awaitable<api::client> change_client(admin_call call, body::client_change sent);
asio::awaitable<api::client_with_secret> rotate_client_secret(admin_call call);
asio::awaitable<api::client> delete_client(admin_call call);

asio::awaitable<api::then<api::keys>> list_keys(admin_call call, query::list_then asked);
asio::awaitable<api::rotation> rotate_keys(admin_call call, body::rotation sent);
asio::awaitable<api::revoked_key> revoke_key(admin_call call);

asio::awaitable<api::audit_page> list_audit(admin_call call, query::audit asked);
asio::awaitable<api::page<either<api::event, api::unreadable_event>>>
list_events(admin_call call, query::events asked);

asio::awaitable<api::projections_page> list_projections(admin_call call);
asio::awaitable<begun<api::operation>> rebuild_projection(admin_call call);
asio::awaitable<begun<api::operation>> verify_projection(admin_call call);
asio::awaitable<begun<api::operation>> verify_journal(admin_call call);

asio::awaitable<api::operation> show_operation(admin_call call);

}
