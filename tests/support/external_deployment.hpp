// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/local_authority.hpp"
#include "tests/support/external_words.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <fstream>
#include <optional>
#include <pwd.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace muniment::test {

/// A PostgreSQL that Muniment does not run: reached over TCP with verified TLS, with a database
/// that `keeper` owns, who may make roles and is no superuser. And what a server over it needs
/// besides.
class external_deployment {
public:
  using words = std::vector<std::string>;

  external_deployment() {
    certificates = certificates_in(folder.path() / "tls");
    start();
    open_to_network();
    execute("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'keeper''s'");
    execute("CREATE DATABASE identity OWNER keeper");
  }

  void start() { server_.emplace(storage::embedded_postgres::start(small_cluster(cluster()))); }
  void stop() { server_.reset(); }

  /// As the superuser.
  void execute(const std::string& sql, const std::string& database = "postgres") {
    pqxx::connection session{server_->dsn(database)};
    pqxx::nontransaction{session}.exec(sql);
  }
  std::string value(const std::string& sql) {
    pqxx::connection session{server_->dsn("identity")};
    return pqxx::nontransaction{session}.exec1(sql)[0].as<std::string>("");
  }

  /// Where the database is, without a login.
  [[nodiscard]] std::string place() const {
    return "host=db.muniment.localhost hostaddr=" + address_ +
           " port=5432 dbname=identity sslmode=verify-full sslrootcert=" +
           (folder.path() / "db.pem").string();
  }
  [[nodiscard]] std::string administrator() const {
    return place() + " user=keeper password='keeper\\'s'";
  }
  [[nodiscard]] std::filesystem::path data(const std::string& name = "data") const {
    return folder.path() / name;
  }

  [[nodiscard]] words prepare(const words& more = {}) const { return told("data").prepare(more); }
  /// A server on its own port, which shows itself under `public_port`.
  [[nodiscard]] words serve(const std::string& name = "data", const words& more = {}) const {
    return told(name).serve(more);
  }

  temporary_directory folder;
  ops::local_certificates certificates;
  const unsigned short port = free_port();

private:
  [[nodiscard]] std::filesystem::path cluster() const { return folder.path() / "postgres"; }

  [[nodiscard]] external_words told(const std::string& name) const {
    return {place(), data(name), certificates, port};
  }

  void open_to_network() {
    const auto certificate = folder.path() / "db.pem";
    const auto key = cluster() / "db.key";
    write_certificate("db.muniment.localhost", certificate, key);
    std::filesystem::permissions(key, std::filesystem::perms::owner_read);
    const auto access = cluster() / "access.conf";
    std::ofstream{access} << "local all all scram-sha-256\nhostssl all all 127.0.0.0/8 "
                             "scram-sha-256\n";
    if (const auto* account = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr)
      for (const auto& each : {key, access})
        if (::chown(each.c_str(), account->pw_uid, account->pw_gid) != 0)
          throw std::runtime_error{"a file cannot be given to postgres"};
    set("listen_addresses", address_);
    set("ssl", "on");
    set("ssl_cert_file", certificate.string());
    set("ssl_key_file", key.string());
    set("hba_file", access.string());
    stop();
    start();
  }
  void set(const std::string& name, const std::string& to) {
    execute("ALTER SYSTEM SET " + name + " = '" + to + "'");
  }

  /// One of the loopback that no other test uses now, so that the usual port is free.
  static std::string free_address() {
    static int made = 0;
    return "127." + std::to_string(1 + ::getpid() % 250) + "." +
           std::to_string(::getpid() / 250 % 250) + "." + std::to_string(2 + made++ % 250);
  }

  const std::string address_ = free_address();
  std::optional<storage::embedded_postgres> server_;
};

}
