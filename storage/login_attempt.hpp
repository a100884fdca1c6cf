// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace muniment::storage {

/// What came of trying to log in at a database.
enum class login_outcome {
  welcome,
  unreachable,  ///< nobody answers there, or not as the DSN demands (TLS)
  not_now,      ///< the server starts, stops, or has no connection left
  no_login,     ///< it does not let this login in with this password from here
  no_database,  ///< it has no database of that name
  no_right,     ///< the login may not connect to that database
  wrong_answer, ///< it said another no
};

struct login_attempt {
  login_outcome outcome = login_outcome::welcome;
  int server_version = 0;  ///< as 150010 for 15.10, if welcome
  std::string reason = {}; ///< one line without a password: libpq's words, or the SQLSTATE
};

/// Logs in and out again; blocks at most `patience`. Never throws for what server and network do;
/// a DSN that cannot be read is unreachable.
login_attempt try_login(const std::string& dsn, std::chrono::milliseconds patience);

/// Whether waiting may help.
[[nodiscard]] constexpr bool passes(login_outcome outcome) {
  return outcome == login_outcome::unreachable || outcome == login_outcome::not_now;
}

}
