// SPDX-License-Identifier: Apache-2.0
#include "storage/libpq.hpp"

#include "storage/failure.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace muniment::storage {

namespace {

bool poll_until(int socket, short events, deadline until) {
  using namespace std::chrono;
  for (;;) {
    const auto left = ceil<milliseconds>(until - steady_clock::now()).count();
    if (left <= 0 || socket < 0) return false;
    pollfd entry{socket, events, 0};
    const auto ready = poll(&entry, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

/// libpq breaks its lines and indents them.
std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char each : text) {
    const bool blank = each == '\n' || each == '\t' || each == ' ';
    if (!blank)
      line += each;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

[[noreturn]] void unavailable(const char* reason) {
  throw failure{failure_kind::unavailable,
                "the database cannot be reached: " + in_one_line(reason)};
}

void finish_handshake(PGconn* connection, deadline until) {
  auto status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK) {
    const short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!poll_until(PQsocket(connection), events, until))
      unavailable("no session within the deadline");
    status = PQconnectPoll(connection);
    if (status == PGRES_POLLING_FAILED) unavailable(PQerrorMessage(connection));
  }
}

}

pg_connection connect(const std::string& dsn, deadline until, PGVerbosity told) {
  pg_connection connection{PQconnectStart(dsn.c_str())};
  if (!connection) unavailable("out of memory");
  PQsetErrorVerbosity(connection.get(), told);
  if (PQstatus(connection.get()) == CONNECTION_BAD) unavailable(PQerrorMessage(connection.get()));
  finish_handshake(connection.get(), until);
  if (PQsetnonblocking(connection.get(), 1) != 0) unavailable("no non-blocking socket");
  return connection;
}

bool wait_for_socket(PGconn* connection, bool writing, deadline until) {
  return poll_until(PQsocket(connection), writing ? POLLIN | POLLOUT : POLLIN, until);
}

bool flush(PGconn* connection, deadline until) {
  for (;;) {
    const auto rest = PQflush(connection);
    if (rest == 0) return true;
    if (rest < 0 || !wait_for_socket(connection, true, until)) return false;
    // Returns at once when only the writing side became ready.
    if (PQconsumeInput(connection) == 0) return false;
  }
}

std::optional<pg_result> next_result(PGconn* connection, deadline until) {
  while (PQisBusy(connection) != 0) {
    if (!wait_for_socket(connection, false, until) || PQconsumeInput(connection) == 0)
      return std::nullopt;
  }
  pg_result result{PQgetResult(connection)};
  if (PQstatus(connection) == CONNECTION_BAD) return std::nullopt;
  return result;
}

std::string sqlstate_of(const PGresult* result) {
  const auto* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state != nullptr ? state : std::string{};
}

bool ends_session(const PGresult* result) {
  const auto* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr) return true;
  const std::string_view text{severity};
  return text == "FATAL" || text == "PANIC";
}

}
