// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/deployment_files.hpp"
#include "ops/serve/local_authority.hpp"
#include "ops/serve/logins_file.hpp"
#include "storage/dsn.hpp"
#include "storage/postgres_orphan.hpp"
#include "tests/support/external_server.hpp"
#include "tests/support/external_words.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/whole_file.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace muniment::test {

/// A server of a test's own and its command line, as a person has them: `muniment up`, or over the
/// PostgreSQL of MUNIMENT_TEST_DSN `muniment database prepare` and `serve`, which make no workspace
/// `demo`. Its files lie in the same places.
class running_server {
public:
  struct ended {
    int status;
    std::string output;

    /// The one JSON object it printed.
    boost::json::object item() const {
      const auto from = output.find('{');
      return boost::json::parse(output.substr(from, output.find('\n', from) - from)).as_object();
    }
  };

  running_server() {
    if (auto* external = external_server::of_process()) prepare(external->fresh_database());
    start();
  }
  ~running_server() {
    if (server_) kill();
    if (external_.empty()) storage::stop_orphan(data() / "postgres", std::chrono::seconds{30});
  }
  running_server(const running_server&) = delete;
  running_server& operator=(const running_server&) = delete;

  void start() {
    server_.emplace(external_.empty() ? up() : serve());
    if (server_->says(external_.empty() ? "Ctrl-C stops" : "serving https")) return;
    throw std::runtime_error{server_->output() + std::string{as_text(whole_file(log()))}};
  }

  /// As a power cut ends it; PostgreSQL goes on without it.
  void kill() {
    server_->send(SIGKILL);
    server_->wait();
    server_.reset();
  }

  /// Begins a command.
  std::unique_ptr<program> begin(std::vector<std::string> words) const {
    words.insert(words.begin(), muniment_binary());
    words.insert(words.end(), {"--credential", (data() / "operator.json").string()});
    return std::make_unique<program>(words);
  }

  /// Does a command to its end.
  ended run(std::vector<std::string> words) const {
    const auto command = begin(std::move(words));
    const auto status = command->wait();
    return {status, command->output()};
  }

  /// The same, with a line on its standard input, which is in no process list.
  ended run_with_input(const std::string& line, const std::vector<std::string>& words) const {
    const auto file = folder.path() / "input";
    std::ofstream{file} << line << '\n';
    std::vector<std::string> command{
        "/usr/bin/bash", "-c",          "file=$1; shift; exec \"$@\" <\"$file\"",
        "bash",          file.string(), muniment_binary()};
    command.insert(command.end(), words.begin(), words.end());
    command.insert(command.end(), {"--credential", (data() / "operator.json").string()});
    program running(command);
    const auto status = running.wait();
    std::filesystem::remove(file);
    return {status, running.output()};
  }

  /// The same as `run`, and it must succeed.
  ended done(std::vector<std::string> words) const {
    auto it = run(std::move(words));
    EXPECT_EQ(it.status, 0) << it.output;
    return it;
  }

  /// curl, with the certificate and the address of this server, keeping cookies.
  std::string fetched(const std::string& slug, const std::string& path,
                      const std::vector<std::string>& more = {}) const {
    const auto host = slug + ".muniment.localhost:" + std::to_string(port);
    const auto jar = (folder.path() / "cookies").string();
    std::vector<std::string> words{"/usr/bin/curl",
                                   "--silent",
                                   "--show-error",
                                   "--cacert",
                                   (data() / "tls/ca.pem").string(),
                                   "--resolve",
                                   host + ":127.0.0.1",
                                   "--cookie",
                                   jar,
                                   "--cookie-jar",
                                   jar};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back("https://" + host + path);
    program curl(words);
    curl.wait();
    return curl.output();
  }

  [[nodiscard]] std::filesystem::path data() const { return folder.path() / "data"; }
  [[nodiscard]] std::filesystem::path keys() const { return data() / "keys"; }

  /// The superuser of its database; of an external one the owner, for whom `take_roles` is.
  [[nodiscard]] std::string owner_dsn() const {
    if (!external_.empty()) return external_;
    return "host='" + std::filesystem::canonical(data() / "socket").string() +
           "' port=5432 user=muniment_owner dbname=muniment passfile='" +
           (data() / "postgres.pgpass").string() + "'";
  }

  temporary_directory folder;
  const unsigned short port = free_port();

private:
  [[nodiscard]] std::filesystem::path log() const { return data() / "muniment.log"; }

  [[nodiscard]] std::vector<std::string> up() const {
    return {muniment_binary(),    "up",
            "--data-dir",         data().string(),
            "--postgres-account", "postgres",
            "--listen-port",      std::to_string(port),
            "--operations-port",  std::to_string(free_port())};
  }

  /// Without the owner's login. Standard error is the log, which nobody reads from a pipe.
  [[nodiscard]] std::vector<std::string> serve() const {
    auto words = told().serve(
        {"--access-log", (data() / "access.log").string(), "--listen-port", std::to_string(port)});
    words.insert(words.begin(),
                 {"/bin/sh", "-c", "log=$1; shift; exec \"$@\" 2>>\"$log\"", "sh", log().string()});
    return words;
  }

  [[nodiscard]] external_words told() const {
    return {storage::dsn_for(external_, storage::login{}), data(), certificates_, port};
  }

  /// The logins belong to the server, so they keep the passwords that other tests of this process
  /// know.
  void prepare(const std::string& owner) {
    external_ = owner;
    ops::make_private_directory(data());
    certificates_ = certificates_in(data() / "tls");
    const auto passwords = test_passwords();
    ops::write_logins(data() / "logins.json", storage::logins_with(passwords));
    program preparing(told().prepare({"--dsn", external_, "--pool-logins",
                                      std::to_string(passwords.pools.size()), "--make-keys"}));
    if (preparing.wait() != 0) throw std::runtime_error{preparing.output()};
  }

  std::string external_; ///< the owner's connection string; empty where `up` runs
  ops::local_certificates certificates_;
  std::optional<program> server_;
};

}
