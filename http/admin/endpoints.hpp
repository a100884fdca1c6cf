// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/admission.hpp"

/// The admin API of a workspace, an endpoint a function: what the command line does and nothing
/// else does. Any of them throws `problem_found` and `workspace_unavailable`.
namespace muniment::http {

asio::awaitable<response> show_workspace(admin_call call);

asio::awaitable<response> list_users(admin_call call);
asio::awaitable<response> create_user(admin_call call);
asio::awaitable<response> show_user(admin_call call);
asio::awaitable<response> erase_user(admin_call call);
asio::awaitable<response> disable_user(admin_call call);
asio::awaitable<response> enable_user(admin_call call);
asio::awaitable<response> set_user_password(admin_call call);
asio::awaitable<response> end_user_sessions(admin_call call);

asio::awaitable<response> list_roles(admin_call call);
asio::awaitable<response> grant_role(admin_call call);
asio::awaitable<response> revoke_role(admin_call call);

asio::awaitable<response> list_sessions(admin_call call);
asio::awaitable<response> end_session(admin_call call);

asio::awaitable<response> list_consents(admin_call call);
asio::awaitable<response> revoke_consent(admin_call call);

asio::awaitable<response> list_projects(admin_call call);
asio::awaitable<response> create_project(admin_call call);
asio::awaitable<response> show_project(admin_call call);
asio::awaitable<response> define_role(admin_call call);

asio::awaitable<response> list_clients(admin_call call);
asio::awaitable<response> create_client(admin_call call);
asio::awaitable<response> show_client(admin_call call);
asio::awaitable<response> change_client(admin_call call);
asio::awaitable<response> rotate_client_secret(admin_call call);
asio::awaitable<response> delete_client(admin_call call);

asio::awaitable<response> list_keys(admin_call call);
asio::awaitable<response> rotate_keys(admin_call call);
asio::awaitable<response> revoke_key(admin_call call);

asio::awaitable<response> list_audit(admin_call call);
asio::awaitable<response> list_events(admin_call call);

asio::awaitable<response> list_projections(admin_call call);
asio::awaitable<response> rebuild_projection(admin_call call);
asio::awaitable<response> verify_projection(admin_call call);
asio::awaitable<response> verify_journal(admin_call call);

asio::awaitable<response> show_operation(admin_call call);

}
