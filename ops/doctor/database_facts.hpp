// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/database_server.hpp"
#include "ops/doctor/preparation.hpp"

#include <pqxx/connection>

#include <optional>
#include <string>
#include <vector>

/// What is asked of the database, each in one read-only statement. All throw what pqxx throws.
namespace muniment::doctor {

server_settings settings_of(pqxx::connection& session);

bool is_standby(pqxx::connection& session);

/// The protocol of this session's TLS; empty without.
std::string tls_of(pqxx::connection& session);

/// Client connections held by logins that are not ours.
int foreign_connections(pqxx::connection& session);

preparer preparer_of(pqxx::connection& session);

/// `readable`: as `reads_deployment` says; where it is not, only whether the schema is there.
preparation preparation_of(pqxx::connection& session, bool readable);

installation installation_of(pqxx::connection& session);

/// Our logins as the catalog has them.
std::vector<login_role> login_roles(pqxx::connection& session);

int workspaces_in(pqxx::connection& session);

}
