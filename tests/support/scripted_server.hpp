// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace muniment::test {

/// A server that answers as the test says; every path but the two that give tokens.
class scripted_server : public testing::Test {
protected:
  scripted_server() {
    test::write_certificate("muniment.localhost", world.certificate(), world.key());
    EXPECT_FALSE(world.tls->reload());
    std::ofstream{file()} << R"({"control":")" << origin() << R"(","issuer":")" << origin()
                          << R"(","client_id":"o","client_secret":"s","ca_file":")"
                          << world.certificate().string() << R"("})";
    std::filesystem::permissions(file(), std::filesystem::perms::owner_read);
  }

  std::string file() const { return (world.directory.path() / "operator.json").string(); }
  std::string origin() const {
    return "https://muniment.localhost:" + std::to_string(world.server->port());
  }
  cli::connection_options to(const std::string& slug = "") const { return {file(), slug, false}; }

  void answers(const std::string& asked, int status, const std::string& body,
               std::vector<http::field_line> fields = {}) {
    const std::lock_guard lock{mutex};
    script[asked].push_back({.status = status, .fields = std::move(fields), .body = body});
  }
  /// What is done, on the server's thread, whenever that is asked for, before the answer.
  void meanwhile(const std::string& asked, std::function<void()> deed) {
    const std::lock_guard lock{mutex};
    deeds[asked] = std::move(deed);
  }
  /// As if it had never been asked for that, nor told what to answer.
  void forget(const std::string& asked) {
    const std::lock_guard lock{mutex};
    script.erase(asked);
    counts.erase(asked);
    asked_with.erase(asked);
  }
  int count(const std::string& asked) {
    const std::lock_guard lock{mutex};
    return counts[asked];
  }
  /// The queries with which that was asked for, in order.
  std::vector<std::string> queries(const std::string& asked) {
    const std::lock_guard lock{mutex};
    return asked_with[asked];
  }
  static std::string why(const std::function<void()>& asking) {
    try {
      asking();
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "";
  }
  static constexpr auto unexpected = "the server's answer is not one this program knows";

private:
  /// The last answer of a script is given for ever.
  http::response next(const std::string& asked, const std::string& query) {
    const std::lock_guard lock{mutex};
    ++counts[asked];
    asked_with[asked].push_back(query);
    if (const auto deed = deeds.find(asked); deed != deeds.end()) deed->second();
    auto& left = script[asked];
    if (left.empty() && asked.ends_with("/token"))
      return {.body = R"({"access_token":"t","issuer":")" + origin() + R"("})"};
    if (left.empty()) return {.status = 404, .body = R"({"title":"There is no such thing here."})"};
    auto reply = left.front();
    if (left.size() > 1) left.erase(left.begin());
    return reply;
  }
  boost::asio::awaitable<http::response> reply(http::request_ptr asked) {
    co_return next(asked->method + ' ' + asked->path, asked->query);
  }

  std::mutex mutex;
  std::map<std::string, std::vector<http::response>> script;
  std::map<std::string, std::function<void()>> deeds;
  std::map<std::string, int> counts;
  std::map<std::string, std::vector<std::string>> asked_with;

protected:
  test::front_world world{[this](http::request_ptr asked) { return reply(std::move(asked)); }};
};

}
