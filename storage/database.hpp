// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/dsn.hpp"
#include "storage/schema_name.hpp"

#include <string>
#include <vector>

namespace muniment::storage {

/// The installation a database belongs to, as its one row says.
struct deployment {
  uuid id;
  std::string base_domain;
  deployment_tag tag;
  int format_level = 1;
};

/// The highest format level this binary reads and writes.
constexpr int supported_format_level = 1;

/// Random passwords for the logins; the caller makes and keeps them.
struct login_passwords {
  std::string control;
  std::string hub;
  /// One per pool login; each login serves at most 200 workspaces. At least one.
  std::vector<std::string> pools;
};

/// Five pool logins serve a thousand workspaces.
constexpr std::size_t usual_pool_logins = 5;

/// How the processes log in. `pools[k]` is `muniment_pool_<k>`.
struct logins {
  login control;
  login hub;
  std::vector<login> pools;
};

/// The logins of a deployment with these passwords.
logins logins_with(const login_passwords& passwords);

struct prepared_database {
  deployment installation;
  storage::logins logins;
};

/// The installation that a database belongs to; `dsn` is its owner's or a pool login's. Throws
/// `failure`: missing (it is not prepared, or `dsn` may not look), unavailable, refused.
deployment read_deployment(const std::string& dsn);

/// Makes or completes roles, rights, schemas and functions, and sets the logins' passwords (sent as
/// SCRAM verifiers, never in clear). `dsn` is a superuser's, or that of a role with CREATEROLE that
/// owns the database. Safe to repeat, two at once wait for each other, and what a killed one left
/// is completed. A database that has a row keeps its id and tag.
/// Throws `failure`: misplaced (another base domain, a higher format level), refused, unavailable.
prepared_database database_prepare(const std::string& dsn, const deployment& wanted,
                                   const login_passwords& passwords);

}
