// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/connection>

#include <atomic>
#include <string>

namespace muniment::test {

/// The administrator's connection string in MUNIMENT_TEST_DSN; empty where the tests start a
/// PostgreSQL themselves. Taken out of the environment, where the programs that tests start would
/// take it for a setting.
const std::string& external_dsn();

/// A PostgreSQL that is not ours, for as long as a test process lives. Databases and roles there
/// belong to the keeper, a login made for this process, who may make roles and databases and is no
/// superuser; it prepares the databases as an operator's administrator does. What postgres.hpp and
/// journal_database.hpp say of the superuser is the keeper's here. Test processes over one server
/// wait for each other (ten minutes at most), because Muniment's own logins belong to the server;
/// the one that ends, and the one that begins after a crash, removes everything.
/// Throws std::runtime_error, also for a server that holds a deployment.
class external_server {
public:
  /// `administrator` names a login with CREATEROLE and CREATEDB.
  explicit external_server(const std::string& administrator);
  ~external_server();
  external_server(const external_server&) = delete;
  external_server& operator=(const external_server&) = delete;

  /// Makes an empty database; the keeper's connection string for it.
  std::string fresh_database();

  /// The one of this process, connected at first use; null without MUNIMENT_TEST_DSN.
  static external_server* of_process();

private:
  pqxx::connection session_; ///< the administrator's; holds the lock
  std::string keeper_;       ///< the name of the login, which the names of its databases begin with
  std::string keeper_dsn_;
  std::atomic<int> made_ = 0;
};

/// On an external server, makes the login of `session` a member of every role of Muniment that it
/// is none of yet: tests damage what a superuser could. Elsewhere it does nothing.
void take_roles(pqxx::connection& session);

}
