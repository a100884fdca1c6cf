// SPDX-License-Identifier: Apache-2.0
// Every subcommand that speaks to a server, as a person uses it, against one server.
#include "tests/support/external_server.hpp"
#include "tests/support/running_server.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <algorithm>
#include <csignal>
#include <sstream>

namespace muniment::cli {
namespace {

using test::program;
namespace json = boost::json;

struct ended {
  int status;
  std::string output;

  std::vector<json::object> items() const {
    std::vector<json::object> all;
    std::istringstream lines{output};
    for (std::string line; std::getline(lines, line);)
      all.push_back(json::parse(line).as_object());
    return all;
  }
  json::object item() const { return items().at(0); }
  bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

class commands : public testing::Test {
protected:
  static void SetUpTestSuite() {
    server = new test::running_server;
    ASSERT_EQ(run({"workspace", "create", "acme", "--algorithm", "ES256"}).status, 0);
  }
  static void TearDownTestSuite() { delete server; }

  static std::string data() { return server->data().string(); }

  static ended run(std::vector<std::string> words) {
    const auto done = server->run(std::move(words));
    return {done.status, done.output};
  }
  static ended in_acme(std::vector<std::string> words) {
    words.insert(words.end(), {"-w", "acme"});
    return run(std::move(words));
  }

  /// One statement in the server's database; its one value, if it has one.
  static std::string as_superuser(const std::string& sql) {
    pqxx::connection session{server->owner_dsn()};
    test::take_roles(session);
    const auto rows = pqxx::nontransaction{session}.exec(sql);
    return rows.empty() ? "" : rows[0][0].as<std::string>("");
  }
  static std::string schema_of(const std::string& slug) {
    return as_superuser("SELECT schema FROM muniment.workspaces WHERE slug = '" + slug + '\'');
  }

  static inline test::running_server* server = nullptr;
};

TEST_F(commands, workspaces_are_made_listed_and_shown) {
  const auto made = run({"workspace", "create", "globex", "--name", "Globex", "--json"});
  EXPECT_EQ(made.status, 0) << made.output;
  EXPECT_EQ(made.item().at("slug"), "globex");
  EXPECT_TRUE(run({"workspace", "list"}).says("globex"));
  EXPECT_EQ(run({"workspace", "show", "globex", "--json"}).item().at("display_name"), "Globex");
  const auto again = run({"workspace", "create", "globex"});
  EXPECT_EQ(again.status, 1);
  EXPECT_EQ(again.output, "muniment: This name is taken\n  hint: Choose another name.\n");
  EXPECT_TRUE(run({"workspace", "create", "Globex"}).says("lower-case letters"));
  EXPECT_EQ(run({"workspace", "show", "nobody"}).status, 1);
}

TEST_F(commands, a_workspace_is_given_another_name) {
  ASSERT_EQ(run({"workspace", "create", "initech", "--algorithm", "ES256"}).status, 0);
  const auto renamed = run({"workspace", "rename", "initech", "initrode", "--json"});
  EXPECT_EQ(renamed.status, 0) << renamed.output;
  EXPECT_EQ(renamed.item().at("slug"), "initrode");
  EXPECT_EQ(run({"user", "list", "-w", "initrode"}).status, 0);
  EXPECT_TRUE(run({"user", "list", "-w", "initech"}).says("no workspace initech"));
  EXPECT_EQ(run({"workspace", "create", "initech"}).output,
            "muniment: This name is taken\n  hint: Choose another name.\n");
}

TEST_F(commands, people_are_entered_shown_and_erased) {
  const auto made = in_acme({"user", "create", "--user-name", "ada", "--email", "a@x.example"});
  EXPECT_EQ(made.status, 0) << made.output;
  EXPECT_TRUE(made.says("password")) << "made by the server, told once";
  EXPECT_EQ(in_acme({"user", "show", "ADA", "--json"}).item().at("email"), "a@x.example");
  EXPECT_FALSE(in_acme({"user", "show", "ada"}).says("password"));
  EXPECT_TRUE(in_acme({"user", "list"}).says("a@x.example"));
  const auto unsure = in_acme({"user", "erase", "ada"});
  EXPECT_EQ(unsure.status, 2);
  EXPECT_TRUE(unsure.says("--yes"));
  EXPECT_EQ(in_acme({"user", "erase", "ada", "--yes"}).status, 0);
  EXPECT_FALSE(in_acme({"user", "list"}).says("a@x.example"));
  EXPECT_TRUE(in_acme({"user", "show", "ada"}).says("no user of that name"));
}

TEST_F(commands, a_user_name_may_look_like_an_id) {
  const std::string name = "6f1c1d70-5f0c-4a3e-9d5b-0d9c3a0b7c11";
  ASSERT_EQ(in_acme({"user", "create", "--user-name", name}).status, 0);
  const auto shown = in_acme({"user", "show", name, "--json"});
  ASSERT_EQ(shown.status, 0) << shown.output;
  EXPECT_EQ(shown.item().at("user_name"), name.c_str());
  const auto id = std::string{shown.item().at("id").as_string()};
  EXPECT_EQ(in_acme({"user", "show", id, "--json"}).item().at("user_name"), name.c_str());
  EXPECT_TRUE(in_acme({"audit", "--actor", name}).says("There is none."));
  EXPECT_TRUE(in_acme({"audit", "--subject", name}).says("There is none."))
      << "in the audit no name passes for an id";
}

TEST_F(commands, say_when_their_output_cannot_be_written) {
  ASSERT_EQ(in_acme({"user", "create", "--user-name", "who-is-listed"}).status, 0);
  for (const auto* words : {"user list --json", "user list", "events show", "events tail --after 0",
                            "projections verify users"}) {
    program full({"/bin/sh", "-c",
                  "exec " + test::muniment_binary() + ' ' + words + " --credential " + data() +
                      "/operator.json -w acme >/dev/full"});
    EXPECT_EQ(full.wait(), 1) << words;
    EXPECT_NE(full.output().find("muniment: standard output cannot be written"), std::string::npos)
        << words << ' ' << full.output();
  }
}

TEST_F(commands, clients_are_entered_and_shown) {
  const auto made = in_acme({"client", "create", "--type", "web", "--name", "Shop", "--client-id",
                             "shop", "--redirect", "https://shop.example/back", "--json"});
  EXPECT_EQ(made.status, 0) << made.output;
  EXPECT_TRUE(made.item().contains("client_secret"));
  EXPECT_TRUE(in_acme({"client", "list"}).says("https://shop.example/back"));
  EXPECT_FALSE(in_acme({"client", "show", "shop"}).says("secret "));
  EXPECT_EQ(in_acme({"client", "create", "--type", "toaster", "--name", "T"}).status, 2);
}

TEST_F(commands, clients_are_entered_as_they_authenticate_and_with_what_they_may) {
  const auto made = in_acme({"client",
                             "create",
                             "--type",
                             "web",
                             "--name",
                             "API",
                             "--client-id",
                             "api",
                             "--redirect",
                             "https://api.example/back",
                             "--auth-method",
                             "client_secret_post",
                             "--introspection",
                             "--post-logout-redirect",
                             "https://api.example/bye",
                             "--scope",
                             "openid",
                             "--scope",
                             "offline_access",
                             "--json"});
  ASSERT_EQ(made.status, 0) << made.output;
  const auto shown = in_acme({"client", "show", "api", "--json"}).item();
  EXPECT_EQ(shown.at("authentication"), "client_secret_post");
  EXPECT_EQ(shown.at("may_introspect"), true);
  EXPECT_EQ(shown.at("post_logout_redirect_uris").as_array(),
            (boost::json::array{"https://api.example/bye"}));
  EXPECT_EQ(shown.at("grant_types").as_array(),
            (boost::json::array{"authorization_code", "refresh_token"}));
  EXPECT_EQ(in_acme({"client", "create", "--type", "web", "--name", "T", "--redirect",
                     "https://t.example/back", "--auth-method", "none"})
                .status,
            2);
}

TEST_F(commands, clients_are_changed_and_deleted) {
  in_acme({"client", "create", "--type", "web", "--name", "Till", "--client-id", "till",
           "--redirect", "https://till.example/back", "--origin", "https://till.example"});
  const auto changed = in_acme({"client", "update", "till", "--name", "Kiosk", "--no-origins",
                                "--post-logout-redirect", "https://till.example/bye", "--json"});
  ASSERT_EQ(changed.status, 0) << changed.output;
  EXPECT_EQ(changed.item().at("name"), "Kiosk");
  EXPECT_EQ(changed.item().at("origins").as_array().size(), 0U);
  EXPECT_EQ(changed.item().at("redirect_uris").as_array().size(), 1U);
  const auto more = in_acme({"client", "update", "till", "--introspection", "--scope", "openid",
                             "--scope", "offline_access", "--json"});
  ASSERT_EQ(more.status, 0) << more.output;
  EXPECT_EQ(more.item().at("may_introspect"), true);
  EXPECT_EQ(more.item().at("grant_types").as_array().size(), 2U) << "it may refresh";
  const auto less = in_acme({"client", "update", "till", "--no-introspection", "--json"});
  EXPECT_EQ(less.item().at("may_introspect"), false);
  EXPECT_EQ(in_acme({"client", "update", "till"}).status, 2) << "nothing is named";
  EXPECT_TRUE(in_acme({"client", "rotate-secret", "till"}).says("client_secret "));
  EXPECT_TRUE(in_acme({"client", "delete", "till"}).says("--yes"));
  EXPECT_EQ(in_acme({"client", "delete", "till", "--yes"}).status, 0);
  EXPECT_TRUE(in_acme({"client", "show", "till"}).says("deleted_at"));
  EXPECT_EQ(in_acme({"client", "rotate-secret", "till"}).status, 1);
  EXPECT_EQ(run({"client", "rotate-secret", "-w", "system", "operator", "--yes"}).status, 0);
  EXPECT_TRUE(run({"client", "delete", "-w", "system", "operator", "--yes"}).says("own access"));
}

TEST_F(commands, projects_have_roles_that_are_granted) {
  const auto made = in_acme({"project", "create", "shop", "--role", "buyer", "--json"});
  ASSERT_EQ(made.status, 0) << made.output;
  EXPECT_EQ(made.item().at("roles"), json::array({"buyer"}));
  EXPECT_EQ(in_acme({"project", "define-role", "shop", "seller"}).status, 0);
  EXPECT_TRUE(in_acme({"project", "list"}).says("buyer, seller"));
  EXPECT_TRUE(in_acme({"project", "show", "default"}).says("workspace.auditor"));
  in_acme({"user", "create", "--user-name", "fay"});
  EXPECT_EQ(in_acme({"user", "grant", "fay", "shop", "buyer"}).status, 0);
  EXPECT_TRUE(in_acme({"user", "roles", "--user", "fay"}).says("buyer"));
  EXPECT_EQ(in_acme({"user", "revoke-role", "fay", "shop", "buyer"}).status, 0);
  EXPECT_TRUE(in_acme({"user", "roles", "--user", "fay"}).says("There is none."));
  EXPECT_TRUE(in_acme({"user", "grant", "fay", "shop", "none"}).says("Define it first"));
}

TEST_F(commands, keys_are_listed) {
  const auto keys = in_acme({"key", "list", "--json"});
  ASSERT_EQ(keys.status, 0) << keys.output;
  const auto signs = [](const json::object& key) {
    return key.at("status") == "active" && key.at("algorithm") == "ES256";
  };
  EXPECT_EQ(std::ranges::count_if(keys.items(), signs), 1)
      << "the next one may be there already, and one for the clients that sign otherwise";
}

TEST_F(commands, keys_are_rolled_for_the_whole_deployment) {
  const auto rolled = run({"key", "roll", "--json"});
  ASSERT_EQ(rolled.status, 0) << rolled.output;
  EXPECT_TRUE(rolled.says("\"era\":2")) << rolled.output;
  EXPECT_TRUE(rolled.says("\"workspaces\":")) << rolled.output;
  EXPECT_TRUE(run({"key", "roll"}).says("era")) << "for people too";
  EXPECT_TRUE(in_acme({"events", "show"}).says("workspace.keys_rolled"));
  EXPECT_TRUE(run({"key", "roll", "--help"}).says("within 24 hours"));
}

TEST_F(commands, keys_are_rotated_and_revoked) {
  ASSERT_EQ(run({"workspace", "create", "keyed", "--algorithm", "ES256"}).status, 0);
  const auto in_keyed = [](std::vector<std::string> words) {
    words.insert(words.end(), {"-w", "keyed"});
    return run(std::move(words));
  };
  const auto of = [](const json::object& key, const char* member) {
    return std::string{key.at(member).as_string()};
  };
  const auto ordered = in_keyed({"key", "rotate", "--algorithm", "ES256", "--json"});
  ASSERT_EQ(ordered.status, 0) << ordered.output;
  EXPECT_EQ(of(ordered.item(), "status"), "next") << "nobody knows it yet";
  EXPECT_GT(of(ordered.item(), "effective_at"), "2026");
  const auto rotated = in_keyed({"key", "rotate", "--now", "--algorithm", "ES256"});
  EXPECT_EQ(rotated.status, 0) << rotated.output;
  EXPECT_TRUE(rotated.says("SIGNS FROM") && rotated.says("active"));
  EXPECT_TRUE(rotated.says(of(ordered.item(), "key_id")));
  const auto unsure = in_keyed({"key", "revoke", of(ordered.item(), "key_id")});
  EXPECT_EQ(unsure.status, 2);
  EXPECT_TRUE(unsure.says("--yes")) << unsure.output;
  EXPECT_FALSE(in_keyed({"key", "list"}).says("revoked"));
  const auto revoked = in_keyed({"key", "revoke", of(ordered.item(), "key_id"), "--json", "--yes"});
  ASSERT_EQ(revoked.status, 0) << revoked.output;
  EXPECT_EQ(of(revoked.item(), "status"), "revoked");
  EXPECT_NE(of(revoked.item(), "signs_now"), of(ordered.item(), "key_id"));
  EXPECT_TRUE(in_keyed({"key", "list"}).says("revoked")) << "and the API goes on";
  EXPECT_TRUE(in_keyed({"key", "revoke", "nothing", "--yes"}).says("There is no such thing here"));
  EXPECT_EQ(in_keyed({"key", "rotate", "--algorithm", "HS256"}).status, 2);
}

TEST_F(commands, the_audit_log_is_filtered) {
  in_acme({"user", "create", "--user-name", "bob"});
  const auto id =
      std::string{in_acme({"user", "show", "bob", "--json"}).item().at("id").as_string()};
  const auto about = in_acme({"audit", "--subject", id, "--json"}).items();
  ASSERT_EQ(about.size(), 2U);
  EXPECT_EQ(about[0].at("type"), "user.registered");
  EXPECT_EQ(about[0].at("actor").at("kind"), "operator");
  EXPECT_TRUE(in_acme({"audit", "--type", "user"}).says("POSITION"));
  const auto whom = std::string{about[0].at("actor").at("id").as_string()};
  const auto by_us = in_acme({"audit", "--actor", whom, "--json"}).items();
  ASSERT_GE(by_us.size(), 2U);
  for (const auto& each : by_us)
    EXPECT_EQ(each.at("actor").at("id").as_string(), whom.c_str());
  EXPECT_TRUE(in_acme({"audit", "--actor", id}).says("There is none.")) << "bob did nothing";
  EXPECT_TRUE(in_acme({"audit", "--subject", "BOB", "--json"}).items() == about) << "by his name";
  EXPECT_TRUE(in_acme({"audit", "--actor", "bob"}).says("There is none."));
  for (const auto* option : {"--actor", "--subject"}) {
    const auto nobody = in_acme({"audit", option, "no-such-person"});
    EXPECT_EQ(nobody.status, 1);
    EXPECT_TRUE(nobody.says("no user of that name")) << nobody.output;
  }
  EXPECT_TRUE(in_acme({"audit", "--help"}).says("A refused login is about nobody"));
  const auto when = std::string{about[0].at("recorded_at").as_string()};
  const auto before = in_acme({"audit", "--to", when, "--json"}).items();
  ASSERT_FALSE(before.empty());
  for (const auto& each : before)
    EXPECT_LT(each.at("recorded_at").as_string(), when.c_str());
  EXPECT_TRUE(in_acme({"audit", "--from", "2999-01-01T00:00:00Z"}).says("There is none."));
  const auto wrong = in_acme({"audit", "--from", "yesterday"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(wrong.says("such as 2026-03-03T14:03:00Z")) << wrong.output;
}

TEST_F(commands, the_audit_log_is_followed) {
  program follow({test::muniment_binary(), "audit", "--follow", "-w", "acme", "--type", "user",
                  "--from", "2020-01-01T00:00:00Z", "--credential", data() + "/operator.json"});
  in_acme({"user", "create", "--user-name", "joe"});
  ASSERT_TRUE(follow.says("user.registered")) << follow.output();
  in_acme({"user", "disable", "joe"});
  EXPECT_TRUE(follow.says("user.disabled")) << follow.output();
  EXPECT_NE(follow.output().find("POSITION"), std::string::npos);
  EXPECT_EQ(follow.output().find("session"), std::string::npos) << "of users only";
  follow.send(SIGINT);
  EXPECT_EQ(follow.wait(), 0);
  program about({test::muniment_binary(), "audit", "--follow", "-w", "acme", "--subject", "joe",
                 "--from", "2020-01-01T00:00:00Z", "--credential", data() + "/operator.json"});
  EXPECT_TRUE(about.says("user.disabled")) << about.output();
  about.send(SIGINT);
  EXPECT_EQ(about.wait(), 0);
  EXPECT_EQ(in_acme({"audit", "--follow", "--to", "2999-01-01T00:00:00Z"}).status, 2);
}

TEST_F(commands, events_are_shown_whole_and_followed) {
  const auto all = in_acme({"events", "show"}).items();
  ASSERT_GE(all.size(), 3U);
  EXPECT_EQ(all[0].at("type"), "workspace.created");
  EXPECT_EQ(all[2].at("position"), 3);
  program tail({test::muniment_binary(), "events", "tail", "-w", "acme", "--after", "0",
                "--credential", data() + "/operator.json"});
  ASSERT_TRUE(tail.says("workspace.created")) << tail.output();
  in_acme({"user", "create", "--user-name", "cid"});
  const auto id =
      std::string{in_acme({"user", "show", "cid", "--json"}).item().at("id").as_string()};
  EXPECT_TRUE(tail.says(id)) << tail.output() << " and nobody of " << id;
  tail.send(SIGINT);
  EXPECT_EQ(tail.wait(), 0);
}

TEST_F(commands, projections_are_rebuilt_and_verified_on_the_live_server) {
  EXPECT_TRUE(in_acme({"projections", "status"}).says("signing_keys"));
  const auto rebuilt = in_acme({"projections", "rebuild"});
  EXPECT_EQ(rebuilt.status, 0) << rebuilt.output;
  EXPECT_TRUE(rebuilt.says("CHECKSUM"));
  const auto verified = in_acme({"projections", "verify", "users", "audit"});
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_EQ(in_acme({"projections", "rebuild", "nothing"}).status, 1);
}

TEST_F(commands, journals_are_verified_on_the_live_server) {
  in_acme({"user", "create", "--user-name", "eve", "--email", "eve@x.example"});
  const auto whole = in_acme({"journal", "verify"});
  EXPECT_EQ(whole.status, 0) << whole.output;
  EXPECT_TRUE(whole.says("equal")) << whole.output;
  const auto claims = "UPDATE " + schema_of("acme") + ".claims SET kind = ";
  as_superuser(claims + "90 WHERE kind = 2");
  const auto edited = in_acme({"journal", "verify"});
  EXPECT_EQ(edited.status, 1);
  EXPECT_TRUE(edited.says("declares is claimed by nobody")) << edited.output;
  EXPECT_TRUE(edited.says("muniment: the journal of acme is not what")) << edited.output;
  // What went to standard error stands around it.
  const auto shown = in_acme({"journal", "verify", "--json"}).output;
  const auto from = shown.find('{');
  ASSERT_NE(from, std::string::npos) << shown;
  const auto told = json::parse(shown.substr(from, shown.find('\n', from) - from)).as_object();
  EXPECT_EQ(told.at("equal"), false);
  EXPECT_EQ(told.at("differences").as_array().size(),
            told.at("differing").to_number<std::size_t>());
  as_superuser(claims + "2 WHERE kind = 90");
  EXPECT_EQ(in_acme({"journal", "verify"}).status, 0);
}

TEST_F(commands, say_what_is_missing_and_how_to_mend_it) {
  const auto nameless = run({"user", "list"});
  EXPECT_EQ(nameless.status, 2);
  EXPECT_TRUE(nameless.says("--workspace SLUG"));
  EXPECT_TRUE(run({"user", "list", "-w", "nowhere"}).says("no workspace nowhere"));
  program bare({test::muniment_binary(), "user", "list", "-w", "acme", "--credential", "/none"});
  EXPECT_EQ(bare.wait(), 1);
  EXPECT_NE(bare.output().find("--credential"), std::string::npos);
  EXPECT_EQ(in_acme({"user", "explode"}).status, 2);
  EXPECT_EQ(in_acme({"audit", "--limit", "-1"}).status, 2);
  EXPECT_EQ(in_acme({"events", "show", "--limit", "0"}).status, 2);
  EXPECT_TRUE(in_acme({"user", "create"}).says("hint: muniment user create --help\n"));
}

TEST_F(commands, put_no_secret_into_the_logs) {
  in_acme({"user", "create", "--user-name", "dan", "--email", "dan@secret.example"});
  program written({"/usr/bin/tail", "-n", "+1", "-f", data() + "/access.log"});
  ASSERT_TRUE(written.says("/admin/users")) << "the log says what was asked";
  program found({"/usr/bin/grep", "-lE", "dan@secret.example|client_secret|Bearer ",
                 data() + "/access.log", data() + "/muniment.log"});
  EXPECT_EQ(found.wait(), 1) << found.output();
}

}
}
