// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::storage {

/// The raw libpq that the two hot paths share; nothing else includes this.
struct libpq_closer {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using pg_connection = std::unique_ptr<PGconn, libpq_closer>;
using pg_result = std::unique_ptr<PGresult, libpq_closer>;
using deadline = std::chrono::steady_clock::time_point;

/// Connects without ever blocking past `until`; the socket is non-blocking from then on.
/// Throws `failure{unavailable}`; of what a server said its text holds what `told` lets through.
pg_connection connect(const std::string& dsn, deadline until, PGVerbosity told = PQERRORS_DEFAULT);

/// Waits until the socket is readable (or writable, if `writing`). False at the deadline.
bool wait_for_socket(PGconn* connection, bool writing, deadline until);

/// Sends all that is buffered while taking in what arrives, so that neither side can starve the
/// other. False when the connection was lost or the deadline came.
bool flush(PGconn* connection, deadline until);

/// The next result; a null one ends a statement's results. Nothing when the connection was lost or
/// the deadline came.
std::optional<pg_result> next_result(PGconn* connection, deadline until);

/// The SQLSTATE of an error or notice; empty when libpq made it up itself.
std::string sqlstate_of(const PGresult* result);

/// Whether an error ended the session too, or came from libpq because there is none any more.
bool ends_session(const PGresult* result);

}
