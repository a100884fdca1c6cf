// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_orphan.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"
#include "tests/support/tls_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace muniment::cli {
namespace {

using test::program;
namespace json = boost::json;

class up : public testing::Test {
protected:
  // Some tests kill the server hard, which leaves its database running.
  void TearDown() override { storage::stop_orphan(data() / "postgres", std::chrono::seconds(30)); }

  std::filesystem::path data() const { return folder.path() / "data"; }
  std::vector<std::string> command() const {
    return {test::muniment_binary(),
            "up",
            "--data-dir",
            data().string(),
            "--postgres-account",
            "postgres",
            "--listen-port",
            std::to_string(port),
            "--operations-port",
            std::to_string(operations)};
  }
  bool anything_runs() const { return !storage::postgres_processes(data() / "postgres").empty(); }
  void stops_on(int signal) const {
    program server(command());
    ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
    EXPECT_TRUE(anything_runs());
    server.send(signal);
    EXPECT_EQ(server.wait(), 0) << server.output();
    EXPECT_FALSE(anything_runs());
  }

  /// A browser at some host of the server: curl, keeping cookies.
  std::string browsed(const std::string& host, const std::string& path,
                      const std::vector<std::string>& more = {}) const {
    const auto place = host + ':' + std::to_string(port);
    const auto jar = (folder.path() / "cookies").string();
    std::vector<std::string> words{"/usr/bin/curl",
                                   "--silent",
                                   "--show-error",
                                   "--cacert",
                                   (data() / "tls/ca.pem").string(),
                                   "--resolve",
                                   place + ":127.0.0.1",
                                   "--cookie",
                                   jar,
                                   "--cookie-jar",
                                   jar};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back("https://" + place + path);
    program curl(words);
    curl.wait();
    return curl.output();
  }

  /// What an endpoint of the demo workspace answers.
  std::string fetched(const std::string& path) const {
    return browsed("demo.muniment.localhost", path);
  }

  /// The value of a hidden field of a form.
  static std::string hidden(const std::string& page, const std::string& name) {
    const auto mark = "name=\"" + name + "\" value=\"";
    const auto at = page.find(mark);
    if (at == std::string::npos) return {};
    const auto from = at + mark.size();
    return page.substr(from, page.find('"', from) - from);
  }

  /// The keys of the demo workspace.
  std::vector<std::string> published() const {
    std::vector<std::string> keys;
    const auto set = json::parse(fetched("/oauth/v2/keys"));
    for (const auto& each : set.at("keys").as_array())
      keys.push_back(json::serialize(each));
    return keys;
  }

  /// The first person of the demo workspace, as the command line shows them.
  json::object demo_person() const {
    program list({test::muniment_binary(), "user", "list", "-w", "demo", "--json", "--credential",
                  (data() / "operator.json").string()});
    list.wait();
    return json::parse(list.output().substr(0, list.output().find('\n'))).as_object();
  }

  /// The reply to the operator's client that asks for a token.
  json::object operators_token() const {
    const auto who = json::parse(text_of("operator.json")).as_object();
    const auto text = [&](const char* name) { return std::string{who.at(name).as_string()}; };
    program curl({"/usr/bin/curl", "--silent", "--show-error", "--cacert", text("ca_file"),
                  "--resolve", "system.muniment.localhost:" + std::to_string(port) + ":127.0.0.1",
                  "--user", text("client_id") + ":" + text("client_secret"), "--data",
                  "grant_type=client_credentials", text("issuer") + "/oauth/v2/token"});
    curl.wait();
    return json::parse(curl.output()).as_object();
  }

  std::string text_of(const std::string& name) const {
    std::ifstream file{data() / name};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  /// `up` under these settings; whatever `during` does, it then ends.
  void with(const std::vector<std::string>& settings, const std::function<void()>& during) const {
    std::vector<std::string> words{"/usr/bin/env"};
    words.insert(words.end(), settings.begin(), settings.end());
    const auto plain = command();
    words.insert(words.end(), plain.begin(), plain.end());
    program server(words);
    ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
    during();
    server.send(SIGINT);
    EXPECT_EQ(server.wait(), 0) << server.output();
  }

  test::temporary_directory folder;
  unsigned short port = test::free_port();
  const unsigned short operations = test::free_port();
};

TEST_F(up, stops_everything_on_ctrl_c_and_goes_on_where_it_stopped) {
  stops_on(SIGINT);
  stops_on(SIGTERM);
}

TEST_F(up, says_with_what_it_tried_its_address) {
  program server(command());
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  EXPECT_NE(server.output().find("Muniment is ready."), std::string::npos) << server.output();
  EXPECT_NE(server.output().find("  tried with      curl, Node v"), std::string::npos)
      << server.output();
  EXPECT_EQ(server.output().find("  fails with      "), std::string::npos) << server.output();
}

TEST_F(up, says_which_program_cannot_use_its_address) {
  const auto folder_of_node = folder.path() / "bin";
  std::filesystem::create_directories(folder_of_node);
  std::ofstream(folder_of_node / "node") << "#!/bin/sh\necho v18.0.0 ENOTFOUND\nexit 1\n";
  std::filesystem::permissions(folder_of_node / "node", std::filesystem::perms::owner_all);
  std::vector<std::string> words{"/usr/bin/env", "PATH=" + folder_of_node.string() + ":/usr/bin"};
  for (const auto& each : command())
    words.push_back(each);
  program server(words);
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  EXPECT_EQ(server.output().find("Muniment is ready."), std::string::npos);
  EXPECT_NE(server.output().find("  fails with      Node v18.0.0: the name "
                                 "demo.muniment.localhost is not known (ENOTFOUND)\n"
                                 "  hint: install libnss-myhostname"),
            std::string::npos)
      << server.output();
}

TEST_F(up, answers_on_both_loopbacks) {
  program server(command());
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  EXPECT_TRUE(test::tls_client(port).connected());
  if (test::has_v6_loopback()) {
    EXPECT_TRUE(test::tls_client(port, {.v6 = true}).connected());
    EXPECT_TRUE(test::tls_client(operations, {.plain = true, .v6 = true}).connected());
  }
}

TEST_F(up, a_port_that_is_taken_is_one_line_and_a_hint) {
  program first(command());
  ASSERT_TRUE(first.says("Ctrl-C stops")) << first.output();
  auto words = command();
  words.at(3) = (folder.path() / "other").string();
  program second(words);
  EXPECT_EQ(second.wait(), 1);
  EXPECT_NE(second.output().find("muniment: cannot listen on 127.0.0.1 port " +
                                 std::to_string(port) + ": Address already in use\n  hint: "),
            std::string::npos)
      << second.output();
}

TEST_F(up, takes_its_ports_from_the_environment_where_no_flag_says_them) {
  std::vector<std::string> from_environment{
      "/usr/bin/env", "MUNIMENT_LISTEN_PORT=" + std::to_string(port),
      "MUNIMENT_OPERATIONS_PORT=" + std::to_string(test::free_port())};
  for (const auto& word :
       {test::muniment_binary(), std::string{"up"}, std::string{"--data-dir"}, data().string(),
        std::string{"--postgres-account"}, std::string{"postgres"}})
    from_environment.push_back(word);
  program server(from_environment);
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  const auto issuer = "https://demo.muniment.localhost:" + std::to_string(port);
  EXPECT_NE(server.output().find(issuer), std::string::npos) << server.output();
  EXPECT_NE(fetched("/.well-known/openid-configuration").find(issuer), std::string::npos);
  server.send(SIGINT);
  EXPECT_EQ(server.wait(), 0);
}

TEST_F(up, gives_its_workspaces_the_issuer_of_another_port) {
  const auto as_operator = [this](std::vector<std::string> words) {
    words.insert(words.begin(), test::muniment_binary());
    words.insert(words.end(), {"--credential", (data() / "operator.json").string()});
    program command(words);
    EXPECT_EQ(command.wait(), 0) << command.output();
    return command.output();
  };
  with({}, [&] { as_operator({"workspace", "create", "acme", "--algorithm", "ES256"}); });
  const auto first = port;
  port = test::free_port();
  auto again = command();
  again.insert(again.end(), {"--demo-port", "4000"});
  program server(again);
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  EXPECT_NE(server.output().find("Muniment is ready."), std::string::npos) << server.output();
  EXPECT_EQ(server.output().find(":" + std::to_string(first)), std::string::npos)
      << server.output();
  EXPECT_NE(server.output().find("--demo-port changes nothing any more"), std::string::npos);
  const auto issuer = "https://demo.muniment.localhost:" + std::to_string(port);
  EXPECT_NE(fetched("/.well-known/openid-configuration").find('"' + issuer + '"'),
            std::string::npos);
  EXPECT_NE(text_of("demo.json").find('"' + issuer + '"'), std::string::npos);
  for (const auto* slug : {"demo", "acme"})
    EXPECT_NE(as_operator({"events", "show", "-w", slug}).find(":" + std::to_string(port)),
              std::string::npos)
        << slug;
  EXPECT_TRUE(operators_token().contains("access_token"));
}

TEST_F(up, uses_the_certificate_and_keys_that_are_set) {
  std::filesystem::create_directory(folder.path() / "tls");
  const auto chain = folder.path() / "tls/chain.pem", key = folder.path() / "tls/chain.key";
  test::write_certificate("muniment.localhost", chain, key);
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  const auto set = [](const char* name, const std::filesystem::path& file) {
    return std::string{"MUNIMENT_"} + name + '=' + file.string();
  };
  with({set("TLS_CERTIFICATE_FILE", chain), set("TLS_KEY_FILE", key),
        set("TLS_AUTHORITY_FILE", chain), set("KEY_STORE_DIRECTORY", folder.path() / "vault/keys"),
        set("MASTER_KEY_FILE", folder.path() / "safe/master.key")},
       [&] {
         EXPECT_EQ(test::tls_client(port).server_name(), "muniment.localhost");
         EXPECT_NE(text_of("operator.json").find(chain.string()), std::string::npos);
       });
  EXPECT_FALSE(std::filesystem::exists(data() / "tls"));
  EXPECT_FALSE(std::filesystem::exists(data() / "keys"));
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "vault/keys"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "safe/master.key"));
}

TEST_F(up, obeys_what_is_set_about_keys_ids_lifetimes_and_logs) {
  std::string id;
  with({"JWKS_ALG=ES256", "JWKS_KTY=EC", "USER_ID_FORMAT=nanoid", "ACCESS_TOKENS_MAX_AGE=120",
        "MUNIMENT_LOG_LEVEL=error"},
       [&] {
         for (const auto& each : published())
           EXPECT_EQ(json::parse(each).at("alg"), "ES256");
         id = demo_person().at("id").as_string();
         EXPECT_EQ(id.size(), 21U) << id;
         EXPECT_EQ(operators_token().at("expires_in"), 120);
       });
  EXPECT_EQ(text_of("access.log"), "");
  EXPECT_EQ(text_of("muniment.log"), "");
  with({"MUNIMENT_LOG_LEVEL=debug"}, [&] {
    EXPECT_EQ(demo_person().at("id").as_string(), id.c_str()) << "for ever";
    EXPECT_EQ(operators_token().at("expires_in"), 600);
  });
  EXPECT_NE(text_of("access.log").find("/oauth/v2/token"), std::string::npos);
  std::ifstream lines{data() / "muniment.log"};
  bool awake = false;
  for (std::string line; std::getline(lines, line);) {
    const auto told = json::parse(line).as_object();
    EXPECT_EQ(told.at("kind"), "program");
    awake = awake || told.at("message").as_string().find("is awake") != json::string::npos;
  }
  EXPECT_TRUE(awake);
}

TEST_F(up, gives_workspaces_the_hosts_that_the_pattern_names) {
  with({"MUNIMENT_HOST_PATTERN=id-{slug}.{base_domain}"}, [&] {
    const auto host = std::string{"id-demo.muniment.localhost"};
    const auto document =
        json::parse(browsed(host, "/.well-known/openid-configuration")).as_object();
    const auto issuer = "https://" + host + ':' + std::to_string(port);
    EXPECT_EQ(document.at("issuer").as_string(), issuer.c_str());
    EXPECT_EQ(document.at("jwks_uri").as_string(), (issuer + "/oauth/v2/keys").c_str());
    EXPECT_EQ(json::parse(text_of("demo.json")).at("issuer").as_string(), issuer.c_str());
    EXPECT_FALSE(demo_person().empty()) << "the command line finds the control plane";
  });
}

TEST_F(up, serves_a_workspace_at_the_base_domain_itself) {
  with({"MUNIMENT_PRIMARY_WORKSPACE=demo"}, [&] {
    const auto host = std::string{"muniment.localhost"};
    const auto issuer = "https://" + host + ':' + std::to_string(port);
    const auto form = browsed(host, "/account", {"--location"});
    const auto user = json::parse(text_of("demo.json")).at("user").as_object();
    const auto account = browsed(
        host, "/login",
        {"--location", "--header", "Origin: " + issuer, "--data-urlencode",
         "request=" + hidden(form, "request"), "--data-urlencode", "token=" + hidden(form, "token"),
         "--data-urlencode", "user_name=" + std::string{user.at("user_name").as_string()},
         "--data-urlencode", "password=" + std::string{user.at("password").as_string()}});
    EXPECT_NE(account.find("Your account"), std::string::npos) << form << account;
    EXPECT_EQ(browsed("demo." + host, "/account?a=b",
                      {"--output", "/dev/null", "--write-out", "%{http_code} %{redirect_url}"}),
              "308 " + issuer + "/account?a=b");
  });
}

TEST_F(up, starts_again_after_it_was_killed_with_the_same_keys) {
  std::vector<std::string> keys;
  {
    program killed(command());
    ASSERT_TRUE(killed.says("Ctrl-C stops")) << killed.output();
    keys = published();
    EXPECT_FALSE(keys.empty());
    killed.send(SIGKILL);
    EXPECT_EQ(killed.wait(), 128 + SIGKILL);
  }
  EXPECT_TRUE(anything_runs());
  program again(command());
  ASSERT_TRUE(again.says("Ctrl-C stops")) << again.output();
  EXPECT_NE(again.output().find("left behind"), std::string::npos);
  const auto now = published();
  for (const auto& each : keys)
    EXPECT_EQ(std::ranges::count(now, each), 1) << each;
  again.send(SIGINT);
  EXPECT_EQ(again.wait(), 0);
  EXPECT_FALSE(anything_runs());
}

TEST_F(up, ends_with_an_error_when_its_database_ends) {
  program server(command());
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  pid_t postmaster = 0;
  std::ifstream(data() / "postgres/postmaster.pid") >> postmaster;
  ASSERT_GT(postmaster, 0);
  ::kill(postmaster, SIGKILL);
  EXPECT_EQ(server.wait(), 1);
  EXPECT_NE(server.output().find("muniment: PostgreSQL ended by itself\n  hint: "),
            std::string::npos)
      << server.output();
}

TEST_F(up, as_a_service_reads_its_certificate_again_on_sighup) {
  auto as_a_service = command();
  as_a_service.insert(as_a_service.begin(), "/usr/bin/setsid");
  program server(as_a_service);
  ASSERT_TRUE(server.says("Ctrl-C stops")) << server.output();
  program log({"/usr/bin/tail", "-n", "+1", "-F", (data() / "muniment.log").string()});
  std::ofstream(data() / "tls/server.key") << "no key";
  server.send(SIGHUP);
  EXPECT_TRUE(
      log.says("the certificate in use stays: the key " + (data() / "tls/server.key").string()))
      << log.output();
  EXPECT_EQ(test::tls_client(port).server_name(), "muniment.localhost");
  test::write_certificate("another", data() / "tls/server.pem", data() / "tls/server.key");
  server.send(SIGHUP);
  EXPECT_TRUE(log.says("the certificate files were read again")) << log.output();
  EXPECT_EQ(test::tls_client(port).server_name(), "another");
  server.send(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.output();
}

TEST_F(up, a_second_one_in_the_same_directory_says_who_has_it) {
  program first(command());
  ASSERT_TRUE(first.says("Ctrl-C stops")) << first.output();
  program second(command());
  EXPECT_EQ(second.wait(), 1);
  EXPECT_NE(second.output().find("is in use by process " + std::to_string(first.pid())),
            std::string::npos)
      << second.output();
}

TEST_F(up, a_directory_that_cannot_be_made_is_one_line_and_a_hint) {
  std::ofstream(folder.path() / "data") << "a file";
  program server(command());
  EXPECT_EQ(server.wait(), 1);
  EXPECT_EQ(server.output(), "muniment: cannot make the data directory " + data().string() +
                                 "\n  hint: choose one you own with --data-dir\n");
}

}
}
