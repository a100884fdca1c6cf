// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace muniment::storage {

/// A login of the database. The password leaves only inside a connection string.
struct login {
  std::string name;
  std::string password;
};

/// `dsn` (key=value or URI) with the user, password and password file of `as` instead of its own.
/// Throws `failure{unavailable}` when libpq cannot read it; the text is not repeated.
std::string dsn_for(const std::string& dsn, const login& as);

/// `dsn` with `keyword`, such as `connect_timeout`, set to `value`. Throws as `dsn_for`.
std::string dsn_with(const std::string& dsn, std::string_view keyword, const std::string& value);

/// `dsn` for a connection that waits for nothing long: a peer that is gone is noticed within a few
/// seconds. Throws as `dsn_for`.
std::string noticing_silence(const std::string& dsn);

/// The login a DSN names, or nothing; whether it holds a password. Both throw as `dsn_for`.
std::string user_in(const std::string& dsn);
bool holds_password(const std::string& dsn);

/// Whether all that travels stays on this machine or inside TLS with a verified name: every host a
/// unix socket or loopback, or `sslmode=verify-full`. PGHOST and its kin count where the text is
/// silent, as they do for libpq. Throws as `dsn_for`.
bool travels_safely(const std::string& dsn);

}
