// SPDX-License-Identifier: Apache-2.0
// `muniment doctor` as an operator runs it, on a deployment of `muniment up`: running, broken in
// many ways, stopped, and left behind by a kill.
#include "storage/postgres_orphan.hpp"
#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"
#include "tests/support/whole_file.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <csignal>
#include <filesystem>
#include <memory>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::program;
using words = std::vector<std::string>;

/// A report in JSON and how doctor ended.
struct report {
  int status = 0;
  std::string output;

  std::vector<json::object> checks() const {
    std::vector<json::object> all;
    std::istringstream lines{output};
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with('{')) all.push_back(json::parse(line).as_object());
    return all;
  }
  /// The gravest verdict on that check; empty when nothing was said of it.
  std::string verdict(const std::string& group, const std::string& check) const {
    std::string worst;
    for (const auto& each : checks()) {
      if (each.at("group").as_string() != group || each.at("check").as_string() != check) continue;
      const std::string judged{each.at("verdict").as_string()};
      if (worst.empty() || judged == "failed" || (judged == "warning" && worst == "ok"))
        worst = judged;
    }
    return worst;
  }
  std::size_t count(const std::string& verdict) const {
    std::size_t found = 0;
    for (const auto& each : checks())
      found += each.at("verdict").as_string() == verdict ? 1 : 0;
    return found;
  }
  bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

class deployment {
public:
  deployment() { start(); }
  ~deployment() {
    server_.reset();
    storage::stop_orphan(data() / "postgres", std::chrono::seconds(30));
  }

  void start() {
    server_ = std::make_unique<program>(words{test::muniment_binary(), "up", "--data-dir",
                                              data().string(), "--postgres-account", "postgres",
                                              "--listen-port", std::to_string(port),
                                              "--operations-port", std::to_string(operations)});
    EXPECT_TRUE(server_->says("Ctrl-C stops")) << server_->output();
  }
  void stop() {
    server_->send(SIGINT);
    EXPECT_EQ(server_->wait(), 0) << server_->output();
    server_.reset();
  }
  void kill() {
    server_->send(SIGKILL);
    server_->wait();
    server_.reset();
  }
  fs::path data() const { return folder_.path() / "data"; }
  pid_t pid() const { return server_->pid(); }

  report run(words more = {}, bool json = true) const {
    return run_by({test::muniment_binary()}, std::move(more), json);
  }
  /// `program`: the binary, or another program that starts it.
  report run_by(words all, words more = {}, bool json = true) const {
    for (const auto& each : words{"doctor", "--data-dir", data().string(), "--patience", "60"})
      all.push_back(each);
    const auto port_flags = words{"--listen-port", std::to_string(port), "--operations-port",
                                  std::to_string(operations)};
    all.insert(all.end(), port_flags.begin(), port_flags.end());
    if (json) all.emplace_back("--json");
    all.insert(all.end(), more.begin(), more.end());
    program doctor(all);
    const auto status = doctor.wait();
    return {status, doctor.output()};
  }

  const unsigned short port = test::free_port(), operations = test::free_port();

private:
  test::temporary_directory folder_;
  std::unique_ptr<program> server_;
};

/// What runs, for the tests that leave it running.
class doctor_on_running : public testing::Test {
protected:
  static void SetUpTestSuite() { one = new deployment; }
  static void TearDownTestSuite() { delete one; }

  /// The verdict while the file or directory has these rights.
  static std::string with_rights(const fs::path& path, unsigned mode, const std::string& group,
                                 const std::string& check) {
    const auto before = fs::status(path).permissions();
    fs::permissions(path, static_cast<fs::perms>(mode));
    const auto seen = one->run();
    fs::permissions(path, before);
    EXPECT_EQ(seen.status, 1) << path;
    return seen.verdict(group, check);
  }

  static inline deployment* one = nullptr;
};

TEST_F(doctor_on_running, finds_it_well) {
  const auto seen = one->run();
  EXPECT_EQ(seen.status, 0) << seen.output;
  EXPECT_EQ(seen.count("failed"), 0U) << seen.output;
  EXPECT_GT(seen.count("ok"), 30U);
  EXPECT_TRUE(seen.says("process " + std::to_string(one->pid()) + " (muniment)"));
  for (const auto& [group, check] :
       std::vector<std::pair<const char*, const char*>>{{"settings", "settings file"},
                                                        {"deployment", "PostgreSQL"},
                                                        {"database", "durability"},
                                                        {"database", "base domain"},
                                                        {"keys", "workspaces"},
                                                        {"keys", "dumps"},
                                                        {"TLS", "handshake"},
                                                        {"TLS", "authority"},
                                                        {"ports", "listen_port"},
                                                        {"ports", "operations_port"},
                                                        {"clock", "database clock"},
                                                        {"clock", "journal time"},
                                                        {"operator", "credential"},
                                                        {"operator", "accepted"}})
    EXPECT_EQ(seen.verdict(group, check), "ok") << group << ", " << check << "\n" << seen.output;
  EXPECT_NE(seen.verdict("clock", "system clock"), "");
  EXPECT_NE(seen.verdict("names", "api.muniment.localhost"), "");
  EXPECT_EQ(seen.verdict("keys", "copies"), "warning");
}

TEST_F(doctor_on_running, shows_a_person_all_checks_and_what_to_mend) {
  const auto seen = one->run({}, false);
  EXPECT_EQ(seen.status, 0) << seen.output;
  EXPECT_TRUE(seen.says("How to mend it\n")) << seen.output;
  EXPECT_TRUE(seen.says(" checks: ")) << seen.output;
  EXPECT_TRUE(seen.says(", 0 failed; warnings alone end with status 0\n")) << seen.output;
  EXPECT_FALSE(seen.says("\033")) << "no colour into a pipe";
}

TEST_F(doctor_on_running, misleads_nobody_who_may_not_look) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become a stranger";
  const test::temporary_directory everybodys; // Where the binary was built, strangers may not go.
  const auto binary = everybodys.path() / "muniment";
  fs::copy(test::muniment_binary(), binary);
  const auto stranger = one->run_by({"/usr/sbin/runuser", "-u", "nobody", "--", binary.string()});
  EXPECT_EQ(stranger.status, 1);
  EXPECT_EQ(stranger.verdict("account", "account"), "failed") << stranger.output;
  EXPECT_EQ(stranger.count("failed"), 1U) << stranger.output;
  EXPECT_FALSE(stranger.says("nobody runs this deployment"));
}

TEST_F(doctor_on_running, tells_no_secret) {
  const auto credential = json::parse(as_text(test::whole_file(one->data() / "operator.json")));
  const std::string secret{credential.at("client_secret").as_string()};
  const std::string master{as_text(test::whole_file(one->data() / "master.key")).substr(0, 64)};
  const std::string owner{as_text(test::whole_file(one->data() / "postgres.pgpass"))};
  for (const bool json : {true, false}) {
    const auto seen =
        one->run({"--dsn", "host=127.0.0.1 port=1 user=a password=secret-word"}, json);
    EXPECT_FALSE(seen.says("secret-word"));
    const auto well = one->run({}, json);
    EXPECT_FALSE(well.says(secret) || well.says(master) ||
                 well.says(owner.substr(owner.rfind(':') + 1, 20)));
  }
}

TEST_F(doctor_on_running, tells_files_that_others_can_read) {
  const auto data = one->data();
  EXPECT_EQ(with_rights(data / "master.key", 0644, "keys", "master key"), "failed");
  EXPECT_EQ(with_rights(data / "keys", 0755, "keys", "key store"), "failed");
  EXPECT_EQ(with_rights(data / "operator.json", 0644, "operator", "credential"), "failed");
  EXPECT_EQ(with_rights(data / "tls/server.key", 0644, "TLS", "key"), "failed");
  EXPECT_EQ(with_rights(data / "postgres.pgpass", 0640, "deployment", "data directory"), "failed");
  EXPECT_EQ(one->run().status, 0);
}

TEST_F(doctor_on_running, tells_another_base_domain) {
  const auto seen = one->run({"--base-domain", "other.localhost"});
  EXPECT_EQ(seen.status, 1);
  EXPECT_EQ(seen.verdict("database", "base domain"), "failed");
  EXPECT_EQ(seen.verdict("TLS", "names"), "failed");
  EXPECT_EQ(seen.verdict("operator", "credential"), "warning");
}

TEST_F(doctor_on_running, tells_that_the_server_has_other_ports) {
  const auto seen = one->run({"--redirect-port", std::to_string(test::free_port())});
  EXPECT_EQ(seen.verdict("ports", "redirect_port"), "failed") << seen.output;
  const auto taken = one->run({"--redirect-port", "0"});
  EXPECT_EQ(taken.verdict("ports", "redirect_port"), "");
}

TEST_F(doctor_on_running, tells_a_credential_that_the_server_does_not_take) {
  const auto file = one->data() / "operator.json";
  const auto kept = test::whole_file(file);
  auto changed = json::parse(as_text(kept)).as_object();
  changed["client_secret"] = "wrong";
  test::write_file(file, as_bytes(json::serialize(changed)));
  const auto seen = one->run();
  test::write_file(file, kept);
  EXPECT_EQ(seen.status, 1);
  EXPECT_EQ(seen.verdict("operator", "credential"), "ok");
  EXPECT_EQ(seen.verdict("operator", "accepted"), "failed");
}

TEST_F(doctor_on_running, compares_copies_of_the_key_store) {
  const test::temporary_directory elsewhere;
  const auto copy = elsewhere.path() / "copy";
  const words named{"--key-copies", copy.string()};
  EXPECT_EQ(one->run(named).verdict("keys", "copies"), "failed") << "it is not there";
  fs::copy(one->data() / "keys", copy);
  fs::permissions(copy, fs::perms{0700});
  EXPECT_EQ(one->run(named).verdict("keys", "copies"), "warning") << "it is on the same disk";
  test::write_file(copy / "era-9.key", bytes{1});
  EXPECT_TRUE(one->run(named).says("the erased can be read again"));
}

TEST(doctor_on_settings, lists_everything_that_is_wrong_with_them) {
  program doctor({"/usr/bin/env", "MUNIMENT_LISTEN_PROT=1", "MUNIMENT_LOG_LEVEL=loud",
                  test::muniment_binary(), "doctor"});
  EXPECT_EQ(doctor.wait(), 1);
  for (const auto* text :
       {"did you mean MUNIMENT_LISTEN_PORT?", "MUNIMENT_LOG_LEVEL",
        "3 checks: 1 ok, 0 warnings, 2 failed\n", "muniment: 2 checks failed\n  hint: "})
    EXPECT_NE(doctor.output().find(text), std::string::npos) << text << "\n" << doctor.output();
}

TEST(doctor_on_settings, warns_of_what_is_accepted_but_unwise) {
  program doctor({"/usr/bin/env", "ACCESS_TOKENS_MAX_AGE=2592000", test::muniment_binary(),
                  "doctor", "--data-dir", "/none", "--json"});
  EXPECT_EQ(doctor.wait(), 1) << "there is no deployment in /none";
  const report seen{1, doctor.output()};
  EXPECT_EQ(seen.verdict("settings", "access_tokens_max_age"), "warning");
  EXPECT_EQ(seen.verdict("deployment", "data directory"), "failed");
  EXPECT_EQ(seen.verdict("operator", "credential"), "");
}

TEST(doctor_on_settings, tells_a_file_that_is_not_there) {
  program doctor({test::muniment_binary(), "doctor", "--config", "/none.toml"});
  EXPECT_EQ(doctor.wait(), 1);
  EXPECT_NE(doctor.output().find("the settings file /none.toml cannot be read"), std::string::npos);
}

TEST(doctor_on_settings, teaches_in_its_help) {
  program doctor({test::muniment_binary(), "doctor", "--help"});
  EXPECT_EQ(doctor.wait(), 0);
  for (const auto* text : {"Example: muniment doctor", "--json", "--patience", "--key-copies"})
    EXPECT_NE(doctor.output().find(text), std::string::npos) << text;
  EXPECT_EQ(program({test::muniment_binary(), "doctor", "--patience", "0"}).wait(), 2);
}

/// Listens on a port and never says a word.
class mute {
public:
  mute() : file_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, port{test::free_port()} {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(file_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || ::listen(file_, 16) != 0)
      throw std::runtime_error{"cannot listen"};
  }
  ~mute() { ::close(file_); }
  mute(const mute&) = delete;
  mute& operator=(const mute&) = delete;

private:
  int file_;

public:
  const unsigned short port;
};

TEST(doctor_on_silence, ends_all_the_same) {
  const mute listening;
  const auto port = std::to_string(listening.port);
  const test::temporary_directory folder;
  const auto began = std::chrono::steady_clock::now();
  program doctor({test::muniment_binary(), "doctor", "--json", "--patience", "3", "--data-dir",
                  folder.path().string(), "--listen-port", port, "--dsn",
                  "host=127.0.0.1 user=a dbname=b port=" + port});
  EXPECT_EQ(doctor.wait(), 1);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{20});
  const report seen{1, doctor.output()};
  EXPECT_EQ(seen.verdict("database", "reachable"), "failed") << seen.output;
  EXPECT_TRUE(seen.says("no answer came within 3 s"));
  EXPECT_EQ(seen.verdict("ports", "listen_port"), "failed") << "another program has it";
}

/// One deployment whose test stops and kills it.
TEST(doctor_on_stopped, tells_stopped_from_left_behind_and_broken) {
  deployment one;
  one.stop();
  const auto stopped = one.run();
  EXPECT_EQ(stopped.status, 0) << stopped.output;
  EXPECT_EQ(stopped.verdict("deployment", "PostgreSQL"), "ok");
  EXPECT_EQ(stopped.verdict("ports", "listen_port"), "ok");
  EXPECT_TRUE(stopped.says("nobody runs this deployment now"));
  EXPECT_EQ(stopped.verdict("TLS", "handshake"), "ok");
  EXPECT_EQ(stopped.verdict("keys", "era key"), "ok");

  const auto tls = one.data() / "tls";
  const test::certificate_files files{tls / "server.pem", tls / "server.key"};
  const std::vector<std::string> hosts{"muniment.localhost", "*.muniment.localhost"};
  using std::chrono::hours;
  test::write_certificate({"old", hosts, hours{-3}, hours{-1}}, files);
  fs::permissions(files.key, fs::perms{0600});
  EXPECT_EQ(one.run().verdict("TLS", "expiry"), "failed");
  test::write_certificate({"new", hosts, hours{-3}, hours{2000}},
                          {files.certificate, tls / "another.key"});
  EXPECT_EQ(one.run().verdict("TLS", "key"), "failed") << "it belongs to the other certificate";

  one.start(); // It makes the certificate anew.
  EXPECT_EQ(one.run().verdict("TLS", "key"), "ok");
  one.kill();
  const auto orphan = one.run();
  EXPECT_EQ(orphan.verdict("deployment", "PostgreSQL"), "warning") << orphan.output;
  EXPECT_TRUE(orphan.says("left behind by a muniment that was killed"));
}

}
}
