// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/postgres_orphan.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace muniment::test {

/// A `muniment up` of a test's own and its command line, as a person has them.
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

  running_server() { start(); }
  ~running_server() {
    if (up_) kill();
    storage::stop_orphan(data() / "postgres", std::chrono::seconds{30});
  }
  running_server(const running_server&) = delete;
  running_server& operator=(const running_server&) = delete;

  void start() {
    up_.emplace(std::vector<std::string>{
        muniment_binary(), "up", "--data-dir", data().string(), "--postgres-account", "postgres",
        "--listen-port", std::to_string(port), "--operations-port", std::to_string(free_port())});
    if (!up_->says("Ctrl-C stops")) throw std::runtime_error{up_->output()};
  }

  /// As a power cut ends it; PostgreSQL goes on without it.
  void kill() {
    up_->send(SIGKILL);
    up_->wait();
    up_.reset();
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

  /// The superuser of its database.
  [[nodiscard]] std::string owner_dsn() const {
    return "host='" + std::filesystem::canonical(data() / "socket").string() +
           "' port=5432 user=muniment_owner dbname=muniment passfile='" +
           (data() / "postgres.pgpass").string() + "'";
  }

  temporary_directory folder;
  const unsigned short port = free_port();

private:
  std::optional<program> up_;
};

}
