// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logins_file.hpp"
#include "tests/support/external_deployment.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::program;

struct prepared {
  int status;
  std::string output;
};

class database_prepare : public testing::Test {
protected:
  static void SetUpTestSuite() { at = new test::external_deployment; }
  static void TearDownTestSuite() { delete at; }

  /// Each test has the data directory to itself, and a database.
  void SetUp() override {
    at->execute("DROP DATABASE IF EXISTS identity WITH (FORCE)");
    at->execute("CREATE DATABASE identity OWNER keeper");
    at->execute("ALTER ROLE keeper CREATEROLE");
    fs::remove_all(at->data());
  }

  static prepared run(const std::vector<std::string>& words) {
    program command(words);
    const auto status = command.wait();
    return {status, command.output()};
  }
  static prepared prepare(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--dsn", at->administrator()});
    return run(at->prepare(more));
  }
  static std::string complaint(const std::string& message, const std::string& hint) {
    return "muniment: " + message + "\n  hint: " + hint + "\n";
  }
  static fs::path logins() { return at->data() / "logins.json"; }

  static inline test::external_deployment* at = nullptr;
};

TEST_F(database_prepare, makes_what_a_server_needs_and_repeating_it_keeps_all) {
  const auto first = prepare({"--new-passwords", "--make-keys", "--json"});
  ASSERT_EQ(first.status, 0) << first.output;
  const auto shown = json::parse(first.output).as_object();
  EXPECT_EQ(shown.at("base_domain"), "muniment.localhost");
  EXPECT_EQ(shown.at("keys"), "made");
  EXPECT_EQ(shown.at("passwords"), "made");
  EXPECT_EQ(shown.at("logins").as_array().size(), 7U);
  const auto kept = ops::read_logins(logins());
  EXPECT_EQ(first.output.find(kept.hub.password), std::string::npos);
  EXPECT_EQ(fs::status(at->data() / "master.key").permissions(), fs::perms::owner_read);
  EXPECT_EQ(fs::status(at->data() / "keys").permissions(), fs::perms::owner_all);

  const auto again = prepare({"--make-keys", "--json"});
  ASSERT_EQ(again.status, 0) << again.output;
  const auto same = json::parse(again.output).as_object();
  EXPECT_EQ(same.at("deployment"), shown.at("deployment"));
  EXPECT_EQ(same.at("keys"), "kept");
  EXPECT_EQ(same.at("passwords"), "kept");
  EXPECT_EQ(ops::read_logins(logins()).hub.password, kept.hub.password);

  EXPECT_EQ(prepare({"--pool-logins", "6"}).status, 0);
  const auto more = ops::read_logins(logins());
  EXPECT_EQ(more.pools.size(), 6U);
  EXPECT_EQ(more.pools[4].password, kept.pools[4].password);
  EXPECT_EQ(prepare({"--new-passwords"}).status, 0);
  EXPECT_NE(ops::read_logins(logins()).hub.password, kept.hub.password);
}

TEST_F(database_prepare, leaves_keys_alone_unless_told_to_make_them) {
  const auto done = prepare({"--new-passwords"});
  ASSERT_EQ(done.status, 0) << done.output;
  EXPECT_NE(done.output.find("--make-keys"), std::string::npos) << done.output;
  EXPECT_FALSE(fs::exists(at->data() / "keys"));
}

/// As the package's master-key.conf has it: at an update nothing is to be made.
TEST_F(database_prepare, keeps_keys_whose_master_key_systemd_has) {
  ASSERT_EQ(prepare({"--new-passwords", "--make-keys"}).status, 0);
  const auto master = at->data() / "master.key";
  fs::rename(master, at->data() / "of-systemd.key");
  const auto updated = prepare();
  EXPECT_EQ(updated.status, 0) << updated.output;
  EXPECT_NE(updated.output.find("kept; no master key at master_key_file, as where systemd hands "
                                "it to the server\n"),
            std::string::npos)
      << updated.output;
  EXPECT_EQ(updated.output.find("--make-keys"), std::string::npos) << updated.output;
  EXPECT_EQ(prepare({"--make-keys"}).output,
            complaint("there are keys at " + (at->data() / "keys").string() +
                          ", but no master key at " + master.string(),
                      "leave out --make-keys where systemd hands it to the server; else restore "
                      "it: without it nobody can read the personal data"));
  EXPECT_FALSE(fs::exists(master));
}

TEST_F(database_prepare, does_not_lock_out_those_who_have_the_passwords) {
  ASSERT_EQ(prepare({"--new-passwords"}).status, 0);
  fs::rename(logins(), at->data() / "elsewhere.json");
  const auto refused = prepare();
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("are not at " + logins().string()), std::string::npos)
      << refused.output;
  EXPECT_FALSE(fs::exists(logins()));
  const auto named = (at->data() / "elsewhere.json").string();
  EXPECT_EQ(prepare({"--logins-file", named}).status, 0);
}

TEST_F(database_prepare, keeps_the_passwords_when_it_fails) {
  ASSERT_EQ(prepare({"--new-passwords"}).status, 0);
  const auto kept = ops::read_logins(logins()).hub.password;
  const auto refused = prepare({"--new-passwords", "--base-domain", "other.example"});
  EXPECT_EQ(refused.output, complaint("the database belongs to the deployment muniment.localhost",
                                      "set base_domain to it, or name another database"));
  EXPECT_EQ(ops::read_logins(logins()).hub.password, kept);
  EXPECT_EQ(at->value("SELECT pg_has_role('keeper', 'muniment_provisioner', 'MEMBER')"), "f")
      << "a failed one too leaves the role it took on";
}

TEST_F(database_prepare, says_which_right_its_login_lacks) {
  at->execute("ALTER ROLE keeper NOCREATEROLE");
  EXPECT_EQ(prepare().output, complaint("the login keeper may not make roles",
                                        "as a superuser: ALTER ROLE keeper CREATEROLE"));
  at->execute("ALTER ROLE keeper CREATEROLE");
  at->execute("ALTER DATABASE identity OWNER TO muniment_owner");
  EXPECT_EQ(prepare().output,
            complaint("the login keeper may not make schemas in the database identity and pass "
                      "that right on",
                      "as a superuser: ALTER DATABASE identity OWNER TO keeper"));
  EXPECT_FALSE(fs::exists(logins()));
}

TEST_F(database_prepare, says_why_it_is_not_let_in) {
  const auto told = [](const std::string& dsn) { return run(at->prepare({"--dsn", dsn})).output; };
  EXPECT_EQ(run(at->prepare()).output,
            complaint("no database is named",
                      "--dsn names a PostgreSQL; `muniment up` runs one of its own"));
  EXPECT_EQ(told(at->place() + " user=keeper password=wr0ng"),
            complaint("the database does not let in the login of the dsn (28P01)",
                      "check user, password and pg_hba.conf"));
  EXPECT_EQ(told("host=127.0.0.1 user=x port=" + std::to_string(test::free_port()))
                .find("muniment: the database cannot be reached: "),
            0U);
  EXPECT_EQ(told(at->administrator() + " dbname=none"),
            complaint("there is no such database on that server", "create it, or check dbname"));
  EXPECT_EQ(told("host=db.example user=x sslmode=require"),
            complaint("the dsn leaves this machine without verified TLS",
                      "add sslmode=verify-full (and sslrootcert=FILE), or set insecure_dsn"));
}

TEST_F(database_prepare, trusts_no_server_but_the_one_that_is_named) {
  const auto dsn = at->administrator() + " host=another.muniment.localhost";
  const auto refused = run(at->prepare({"--dsn", dsn}));
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("another.muniment.localhost"), std::string::npos) << refused.output;
  const auto stranger = at->folder.path() / "stranger.pem";
  test::write_certificate("db.muniment.localhost", stranger, at->folder.path() / "stranger.key");
  const auto forged =
      run(at->prepare({"--dsn", at->administrator() + " sslrootcert=" + stranger.string()}));
  EXPECT_EQ(forged.status, 1);
  EXPECT_NE(forged.output.find("certificate verify failed"), std::string::npos) << forged.output;
}

}
}
