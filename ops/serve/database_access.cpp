// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/database_access.hpp"

#include "storage/administrator.hpp"
#include "storage/dsn.hpp"
#include "storage/failure.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>

namespace muniment::ops {

namespace {

using storage::login_outcome;
using storage::startup_error;

constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{5'000};
constexpr std::chrono::milliseconds each_attempt{5'000};

/// Passes over what waiting may mend. Nothing when it was stopped.
std::optional<storage::login_attempt> persist(const std::string& dsn, const waiting_room& room) {
  const auto end = std::chrono::steady_clock::now() + room.patience;
  auto pause = first_pause;
  for (std::string told;;) {
    auto tried = storage::try_login(dsn, each_attempt);
    if (!passes(tried.outcome)) return tried;
    if (tried.reason != told) room.tell("waiting for the database: " + tried.reason);
    if (std::chrono::steady_clock::now() >= end) return tried;
    told = std::move(tried.reason);
    if (room.stopped(pause)) return std::nullopt;
    pause = std::min(2 * pause, longest_pause);
  }
}

void demand_ours(const storage::deployment& found, const settings& values) {
  if (found.base_domain != values.base_domain)
    throw startup_error{"the database belongs to the deployment " + found.base_domain +
                            ", not to " + values.base_domain,
                        "set base_domain to it, or name another database with --dsn"};
  if (found.format_level > storage::supported_format_level)
    throw startup_error{"the database is written by a newer muniment",
                        "install that version here too"};
}

storage::deployment read_ours(const std::string& dsn, const settings& values) {
  try {
    const auto found = storage::read_deployment(dsn);
    demand_ours(found, values);
    return found;
  } catch (const storage::failure& error) {
    throw startup_error{error.what(), error.kind() == storage::failure_kind::missing
                                          ? "muniment database prepare --dsn DSN"
                                          : "start again; the log of PostgreSQL tells more"};
  }
}

}

void demand_safe_dsn(const settings& values) {
  if (values.dsn.empty())
    throw startup_error{"no database is named",
                        "--dsn names a PostgreSQL; `muniment up` runs one of its own"};
  try {
    if (values.insecure_dsn || storage::travels_safely(values.dsn)) return;
  } catch (const storage::failure& error) {
    throw startup_error{error.what(), "host=db.example dbname=muniment sslmode=verify-full"};
  }
  throw startup_error{"the dsn leaves this machine without verified TLS",
                      "add sslmode=verify-full (and sslrootcert=FILE), or set insecure_dsn"};
}

void fail_at(const storage::login_attempt& tried, const std::string& who) {
  const auto login = who.empty() ? "the login of the dsn" : "the login " + who;
  switch (tried.outcome) {
  case login_outcome::no_login:
    throw startup_error{"the database does not let in " + login + " (" + tried.reason + ")",
                        who.empty()
                            ? "check user, password and pg_hba.conf"
                            : "check pg_hba.conf and the logins file; new passwords: muniment "
                              "database prepare --new-passwords"};
  case login_outcome::no_database:
    throw startup_error{"there is no such database on that server", "create it, or check dbname"};
  case login_outcome::no_right:
    throw startup_error{login + " may not connect to that database",
                        who.empty() ? "as a superuser: make it the owner of the database"
                                    : "muniment database prepare --dsn DSN"};
  case login_outcome::unreachable:
  case login_outcome::not_now:
    throw startup_error{tried.reason.starts_with("the database")
                            ? tried.reason
                            : "the database cannot be used now (" + tried.reason + ")",
                        "check that it runs, and host, port and TLS of the dsn"};
  default:
    throw startup_error{"the database refused " + login + " (" + tried.reason + ")",
                        "the log of PostgreSQL tells more"};
  }
}

void demand_supported(int server_version) {
  if (storage::is_supported(server_version)) return;
  throw startup_error{"PostgreSQL " + storage::version_text(server_version) +
                          " is too old to keep workspaces apart",
                      std::string{"update it to "} + storage::oldest_releases + ", or newer"};
}

std::optional<storage::deployment>
enter_database(const settings& values, const storage::logins& logins, const waiting_room& room) {
  std::vector<storage::login> all{logins.pools.front(), logins.hub, logins.control};
  for (const auto& each : all) {
    const auto tried = persist(storage::dsn_for(values.dsn, each), room);
    if (!tried) return std::nullopt;
    if (tried->outcome != login_outcome::welcome) fail_at(*tried, each.name);
    demand_supported(tried->server_version);
  }
  return read_ours(storage::dsn_for(values.dsn, logins.pools.front()), values);
}

}
