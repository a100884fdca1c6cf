// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/places.hpp"
#include "storage/database.hpp"

#include <pqxx/connection>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muniment::doctor {

/// Whether PostgreSQL may be asked at all: the private one need not run.
bool database_runs(const places& at);

/// How to get in, best first: the private database as its owner; another one as the login its DSN
/// names, then as the first pool login of the logins file, then as libpq thinks best.
std::vector<std::string> ways_in(const places& at);

/// A connection string per login that can read workspaces: one for all, or each pool's.
std::vector<std::string> workspace_readers(const places& at);

/// The logins file's content; nothing where there is none or it cannot be used.
std::optional<storage::logins> logins_of(const places& at);

/// A session whose transactions are read-only and whose statements end after 5 s. Throws
/// storage::failure{unavailable} with libpq's first line.
std::unique_ptr<pqxx::connection> open_session(const std::string& dsn);

/// Whether it reads the schema `muniment`; false where there is none.
bool reads_deployment(pqxx::connection& session);

/// The first way in that reads the deployment's schema, else the first that lets in at all. Throws
/// as open_session.
std::unique_ptr<pqxx::connection> open_deployment(const places& at);

}
