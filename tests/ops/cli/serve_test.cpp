// SPDX-License-Identifier: Apache-2.0
#include "events/catalogue.hpp"
#include "tests/support/external_deployment.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/un.h>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::program;
using words = std::vector<std::string>;

struct served {
  int status;
  std::string output;
  bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

served run(const words& asked) {
  program command(asked);
  const auto status = command.wait();
  return {status, command.output()};
}

class serve : public testing::Test {
protected:
  static void SetUpTestSuite() {
    at = new test::external_deployment;
    const auto made =
        run(at->prepare({"--new-passwords", "--make-keys", "--dsn", at->administrator()}));
    ASSERT_EQ(made.status, 0) << made.output;
    program server(first());
    ASSERT_TRUE(server.says("serving https")) << server.output();
    ASSERT_EQ(muniment({"workspace", "create", "acme", "--algorithm", "ES256"}).status, 0);
    server.send(SIGTERM);
    ASSERT_EQ(server.wait(), 0) << server.output();
  }
  static void TearDownTestSuite() { delete at; }

  static words on(const std::string& address, words more = {}) {
    more.insert(more.end(),
                {"--listen-address", address, "--listen-port", std::to_string(at->port)});
    return more;
  }
  static words first() { return at->serve("data", on("127.0.0.1")); }
  static words second() { return at->serve("copy", on("127.0.0.2")); }

  static served muniment(words asked) {
    asked.insert(asked.begin(), test::muniment_binary());
    asked.insert(asked.end(), {"--credential", (at->data() / "operator.json").string()});
    return run(asked);
  }

  /// The status of what a server answers, 0 when it answers nothing.
  static int asked(const std::string& address, const std::string& slug = "acme") {
    const auto host = slug + ".muniment.localhost:" + std::to_string(at->port);
    const auto got =
        run({"/usr/bin/curl", "--silent", "--max-time", "20", "--output", "/dev/null",
             "--write-out", "%{http_code}", "--cacert", at->certificates.authority.string(),
             "--resolve", host + ":" + address, "https://" + host + "/oauth/v2/keys"});
    return std::atoi(got.output.c_str());
  }
  /// Whether it comes to answer so within half a minute.
  static bool answers(const std::string& address, int status) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (std::chrono::steady_clock::now() < end)
      if (asked(address) == status) return true;
    return false;
  }
  /// Which term its head is in, and how many events are about users.
  static std::string people_of(const std::string& slug) {
    const auto schema =
        at->value("SELECT schema FROM muniment.workspaces WHERE slug = '" + slug + "'");
    const auto category = std::to_string(catalogue::find_category("user")->number);
    return at->value("SELECT epoch || ':' || (SELECT count(*) FROM " + schema +
                     ".events WHERE category = " + category + ") FROM " + schema + ".head");
  }

  /// What a second server on another machine has: keys and logins, but not the operator.
  static void copy_data() {
    fs::remove_all(at->data("copy"));
    fs::copy(at->data(), at->data("copy"), fs::copy_options::recursive);
    fs::remove(at->data("copy") / "operator.json");
    fs::permissions(at->data("copy"), fs::perms::owner_all);
    fs::permissions(at->data("copy") / "keys", fs::perms::owner_all);
  }

  static inline test::external_deployment* at = nullptr;
};

TEST_F(serve, serves_over_a_prepared_database_what_the_command_line_asks) {
  {
    program server(first());
    ASSERT_TRUE(server.says("serving https on 127.0.0.1")) << server.output();
    EXPECT_EQ(muniment({"user", "create", "-w", "acme", "--user-name", "ada"}).status, 0);
    server.send(SIGTERM);
    EXPECT_EQ(server.wait(), 0) << server.output();
  }
  EXPECT_EQ(at->value("SELECT count(*) FROM muniment.nodes"), "0") << "it left nothing behind";
  program server(first());
  ASSERT_TRUE(server.says("serving https")) << server.output();
  EXPECT_TRUE(muniment({"audit", "-w", "acme", "--type", "user"}).says("user.registered"));
  const auto verified = muniment({"projections", "verify", "-w", "acme"});
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_EQ(asked("127.0.0.1"), 200);
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_EQ(at->value("SELECT bool_or(rolsuper OR rolcreaterole) FROM pg_roles WHERE rolname ~"
                      " '^muniment_(hub|control|pool)'"),
            "f");
}

TEST_F(serve, tells_its_supervisor_when_it_is_ready_and_when_it_stops) {
  const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = (at->folder.path() / "notify").string();
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(file, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const auto told = [&] {
    pollfd waiting{file, POLLIN, 0};
    char text[64];
    if (::poll(&waiting, 1, 30'000) != 1) return std::string{"nothing"};
    return std::string(text, static_cast<std::size_t>(::recv(file, text, sizeof text, 0)));
  };
  auto notifying = first();
  notifying.insert(notifying.begin(), {"/usr/bin/env", "NOTIFY_SOCKET=" + path});
  program server(notifying);
  EXPECT_EQ(told(), "READY=1") << server.output();
  server.send(SIGTERM);
  EXPECT_EQ(told(), "STOPPING=1");
  EXPECT_EQ(server.wait(), 0);
  ::close(file);
}

TEST_F(serve, waits_for_a_database_that_starts_later) {
  at->stop();
  program server(first());
  EXPECT_TRUE(server.says("waiting for the database: the database cannot be reached"))
      << server.output();
  at->start();
  EXPECT_TRUE(server.says("serving https")) << server.output();
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

TEST_F(serve, can_be_stopped_while_it_waits_for_its_database) {
  at->stop();
  program server(first());
  EXPECT_TRUE(server.says("waiting for the database")) << server.output();
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  at->start();
}

TEST_F(serve, logs_a_json_object_a_line) {
  auto words = first();
  words.insert(words.begin(), {"/bin/sh", "-c", "exec \"$@\" 2>&1 >/dev/null", "sh"});
  words.insert(words.end(), {"--tls-minimum", "1.2"});
  program server(words);
  ASSERT_TRUE(server.says("tls_minimum is 1.2")) << server.output();
  ASSERT_TRUE(answers("127.0.0.1", 200));
  ASSERT_TRUE(server.says("/oauth/v2/keys")) << server.output();
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  std::istringstream lines{server.output()};
  for (std::string line; std::getline(lines, line);) {
    boost::system::error_code wrong;
    const auto read = json::parse(line, wrong);
    EXPECT_TRUE(!wrong && read.as_object().contains("kind")) << line;
  }
}

TEST_F(serve, warns_of_issuers_that_its_settings_do_not_give_any_more) {
  auto words = first();
  words.insert(words.end(), {"--primary-workspace", "acme"});
  program server(words);
  ASSERT_TRUE(server.says("serving https")) << server.output();
  EXPECT_TRUE(server.says("nobody can sign in there: 1, first acme; ")) << server.output();
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

TEST_F(serve, the_second_waits_for_the_leases_of_the_first_and_the_deposed_first_falls_silent) {
  program one(first());
  ASSERT_TRUE(one.says("serving https")) << one.output();
  ASSERT_TRUE(answers("127.0.0.1", 200)) << one.output();
  copy_data();
  program two(second());
  ASSERT_TRUE(two.says("serving https on 127.0.0.2")) << two.output();
  EXPECT_NE(two.output().find("waiting for the leases of 2 workspaces: node "), std::string::npos)
      << two.output();
  EXPECT_FALSE(fs::exists(at->data("copy") / "operator.json")) << "that is the first one's";
  EXPECT_EQ(asked("127.0.0.2"), 503);
  EXPECT_TRUE(two.says("does not wake: node ")) << two.output();
  EXPECT_EQ(asked("127.0.0.1"), 200) << "asking the second harms nobody";

  one.send(SIGSTOP);
  ASSERT_TRUE(answers("127.0.0.2", 200)) << two.output();
  const auto taken = people_of("acme");
  one.send(SIGCONT);
  EXPECT_NE(asked("127.0.0.1"), 200) << "not even once";
  EXPECT_NE(muniment({"user", "create", "-w", "acme", "--user-name", "eve"}).status, 0);
  EXPECT_TRUE(one.says("the term of this node ended")) << one.output();
  EXPECT_EQ(asked("127.0.0.1"), 503);
  EXPECT_EQ(people_of("acme"), taken) << "nothing was written by the first one";
  EXPECT_EQ(asked("127.0.0.2"), 200);

  two.send(SIGTERM);
  EXPECT_EQ(two.wait(), 0) << two.output();
  EXPECT_TRUE(answers("127.0.0.1", 200)) << one.output();
  one.send(SIGTERM);
  EXPECT_EQ(one.wait(), 0) << one.output();
}

TEST_F(serve, what_a_killed_one_held_is_served_again_after_its_term) {
  {
    program killed(first());
    ASSERT_TRUE(killed.says("serving https")) << killed.output();
    ASSERT_TRUE(answers("127.0.0.1", 200));
    killed.send(SIGKILL);
    killed.wait();
  }
  program again(first());
  ASSERT_TRUE(again.says("serving https")) << again.output();
  const auto from = std::chrono::steady_clock::now();
  EXPECT_TRUE(answers("127.0.0.1", 200)) << again.output();
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds{15});
  again.send(SIGTERM);
  EXPECT_EQ(again.wait(), 0);
}

/// What keeps it from starting, each in a line and a hint.
class serve_refuses : public serve {
protected:
  void SetUp() override { copy_data(); }

  /// The words of a server on the copy, with another value for one of its flags.
  static words with(const std::string& flag, const std::string& value) {
    auto all = at->serve("copy", on("127.0.0.1"));
    const auto given = std::ranges::find(all, flag);
    if (given != all.end())
      *std::next(given) = value;
    else
      all.insert(all.end(), {flag, value});
    return all;
  }
  static std::string told() { return told(at->serve("copy", on("127.0.0.1"))); }
  static std::string told(const words& asked) {
    const auto refused = run(asked);
    EXPECT_EQ(refused.status, 1) << refused.output;
    EXPECT_EQ(std::ranges::count(refused.output, '\n'), 2) << refused.output;
    EXPECT_TRUE(refused.output.starts_with("muniment: ") && refused.says("\n  hint: "))
        << refused.output;
    return refused.output;
  }
  static void expect(const std::string& told, const std::string& part) {
    EXPECT_NE(told.find(part), std::string::npos) << told;
  }
};

TEST_F(serve_refuses, a_list_of_stolen_passwords_that_is_not_there) {
  expect(told(with("--breached-passwords", "/none")),
         "breached_passwords names no directory: /none");
}

TEST_F(serve_refuses, a_certificate_that_is_not_there_or_whose_key_is_open) {
  expect(told(with("--tls-certificate-file", "/none.pem")), "the certificate is not at /none.pem");
  const auto key = at->folder.path() / "open.key";
  fs::copy_file(at->certificates.key, key, fs::copy_options::overwrite_existing);
  fs::permissions(key, fs::perms::others_read, fs::perm_options::add);
  expect(told(with("--tls-key-file", key.string())), "is open to everybody");
}

TEST_F(serve_refuses, logins_that_others_may_read_or_that_are_wrong) {
  const auto logins = at->data("copy") / "logins.json";
  fs::permissions(logins, fs::perms::group_read, fs::perm_options::add);
  expect(told(), "can be read by others");
  fs::remove(logins);
  expect(told(), "the file of the database's logins is not at");
  std::ofstream{logins} << R"({"control":{"user":"muniment_control","password":"x"},)"
                        << R"("hub":{"user":"muniment_hub","password":"x"},)"
                        << R"("pools":[{"user":"muniment_pool_0","password":"s3cret"}]})";
  fs::permissions(logins, fs::perms::owner_read | fs::perms::owner_write);
  const auto refused = told();
  expect(refused, "does not let in the login muniment_pool_0");
  EXPECT_EQ(refused.find("s3cret"), std::string::npos);
}

TEST_F(serve_refuses, another_base_domain_and_a_database_that_is_not_prepared) {
  expect(told(with("--base-domain", "id.example")),
         "the database belongs to the deployment muniment.localhost, not to id.example");
  at->execute("CREATE DATABASE bare");
  expect(told(with("--dsn", at->place() + " dbname=bare")),
         "the database is not prepared for Muniment");
  at->execute("DROP DATABASE bare");
}

TEST_F(serve_refuses, a_dsn_that_leaves_the_machine_unverified) {
  for (const auto* mode : {"disable", "prefer", "require", "verify-ca"})
    expect(told(with("--dsn", at->place() + " sslmode=" + mode)),
           "leaves this machine without verified TLS");
}

TEST_F(serve_refuses, keys_that_are_gone_or_of_another_deployment) {
  const auto owner = at->data("copy") / "keys/deployment";
  std::ofstream{owner} << "00000000-0000-4000-8000-000000000000\n";
  expect(told(), "belongs to another deployment");
  fs::remove_all(at->data("copy") / "keys");
  expect(told(), "there are no keys of this deployment");
}

}
}
