// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace muniment::storage {

/// A login of the database. The password leaves only inside a connection string.
struct login {
  std::string name;
  std::string password;
};

/// `dsn` (key=value or URI) with the user, password and password file of `as` instead of its own.
/// Throws `failure{unavailable}` when libpq cannot read it; the text is not repeated.
std::string dsn_for(const std::string& dsn, const login& as);

/// Whether all that travels stays on this machine or inside TLS with a verified name: every host a
/// unix socket or loopback, or `sslmode=verify-full`. PGHOST and its kin count where the text is
/// silent, as they do for libpq. Throws as `dsn_for`.
bool travels_safely(const std::string& dsn);

}
