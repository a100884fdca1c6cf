// SPDX-License-Identifier: Apache-2.0
// What an operator does to accounts, and what the person at the browser sees of it.
#include "ops/cli/user_state.hpp"

#include "tests/support/program.hpp"
#include "tests/support/replies.hpp"
#include "tests/support/running_server.hpp"
#include "tests/support/scripted_server.hpp"

#include <fstream>
#include <iterator>

namespace muniment::cli {
namespace {

namespace json = boost::json;

class accounts : public testing::Test {
protected:
  static void SetUpTestSuite() {
    server = new test::running_server;
    server->done({"workspace", "create", "acme", "--algorithm", "ES256"});
  }
  static void TearDownTestSuite() { delete server; }

  static test::running_server::ended run(std::vector<std::string> words) {
    words.insert(words.end(), {"-w", "acme"});
    return server->run(std::move(words));
  }
  static std::string said(std::vector<std::string> words) { return run(std::move(words)).output; }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  /// What a browser is answered at `acme`, wherever it is led there.
  static std::string browsed(const std::string& path, const std::string& form = "",
                             const std::string& from = "127.0.0.1") {
    std::vector<std::string> words{"-L", "--interface", "host!" + from};
    if (!form.empty()) words.insert(words.end(), {"-d", form, "-H", "Origin: " + origin()});
    return server->fetched("acme", path, words);
  }
  static std::string origin() {
    return "https://acme.muniment.localhost:" + std::to_string(server->port);
  }
  static std::string hidden(const std::string& page, const std::string& name) {
    return test::between(page, "name=\"" + name + "\" value=\"", "\"");
  }
  /// What the sign-in form of the account page leads a fresh browser to.
  static std::string signed_in(const std::string& name, const std::string& password,
                               const std::string& from = "127.0.0.1") {
    std::filesystem::remove(server->folder.path() / "cookies");
    const auto page = browsed("/account", "", from);
    return browsed("/login",
                   "request=" + hidden(page, "request") + "&token=" + hidden(page, "token") +
                       "&user_name=" + name + "&password=" + password,
                   from);
  }
  /// Somebody who is entered with a password of their own.
  static std::string entered(const std::string& name) {
    const std::string password = "four-words-of-mine";
    const auto made = create_with(name, password);
    EXPECT_EQ(made.status, 0) << made.output;
    EXPECT_FALSE(has(made.output, password));
    return password;
  }
  static test::running_server::ended create_with(const std::string& name,
                                                 const std::string& password) {
    return server->run_with_input(
        password, {"user", "create", "-w", "acme", "--user-name", name, "--password-stdin"});
  }

  static inline test::running_server* server = nullptr;
};

TEST_F(accounts, sessions_are_shown_and_ended) {
  const auto password = entered("gil");
  ASSERT_TRUE(has(signed_in("gil", password), "Your account"));
  const auto mine = run({"session", "list", "--user", "gil", "--json"});
  ASSERT_EQ(mine.status, 0) << mine.output;
  EXPECT_EQ(mine.item().at("status"), "standing");
  EXPECT_EQ(mine.item().at("user_name"), "gil");
  const std::string id{mine.item().at("id").as_string()};
  EXPECT_EQ(run({"session", "end", id}).status, 0);
  EXPECT_TRUE(has(browsed("/account"), "<h1>Sign in</h1>"));
  EXPECT_TRUE(has(said({"session", "list", "--user", "gil"}), "There is none."));
  EXPECT_TRUE(has(said({"session", "list", "--user", "gil", "--all"}), "ended"));
  signed_in("gil", password);
  EXPECT_TRUE(has(said({"session", "end", "--user", "gil", "--json"}), "\"sessions_ended\":1"));
  EXPECT_EQ(run({"session", "end"}).status, 2);
  EXPECT_EQ(run({"session", "end", id, "--user", "gil"}).status, 2);
  EXPECT_EQ(run({"session", "end", "nothing"}).status, 1);
}

TEST_F(accounts, had_roles_at_a_moment_of_the_past) {
  entered("joe");
  run({"project", "create", "till", "--role", "cashier"});
  const auto granted = run({"user", "grant", "joe", "till", "cashier", "--json"});
  ASSERT_EQ(granted.status, 0) << granted.output;
  const std::string moment{granted.item().at("granted_at").as_string()};
  run({"user", "revoke-role", "joe", "till", "cashier"});
  run({"user", "disable", "joe"});
  EXPECT_TRUE(has(said({"user", "roles", "--user", "joe"}), "There is none."));
  const auto then = said({"user", "roles", "--user", "joe", "--as-of", moment});
  EXPECT_TRUE(then.starts_with("As of " + moment + ": position ")) << then;
  EXPECT_TRUE(has(then, "cashier")) << then;
  const auto json = run({"user", "roles", "--project", "till", "--as-of", moment, "--json"});
  const auto position =
      std::to_string(json.item().at("as_of").at("position").to_number<std::int64_t>());
  EXPECT_EQ(said({"user", "roles", "--user", "joe", "--as-of", "position:" + position}), then);
  EXPECT_TRUE(has(said({"user", "show", "joe"}), "disabled"));
  const auto shown = said({"user", "show", "joe", "--as-of", moment});
  EXPECT_TRUE(shown.starts_with("As of " + moment)) << shown;
  EXPECT_TRUE(has(shown, "active")) << shown;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"user", "list"},
                                             {"client", "list"},
                                             {"project", "list"},
                                             {"project", "show", "till"},
                                             {"session", "list"},
                                             {"consent", "list"},
                                             {"key", "list"}}) {
    auto asked = words;
    asked.insert(asked.end(), {"--as-of", moment});
    EXPECT_TRUE(said(asked).starts_with("As of " + moment)) << words[0] << ' ' << words[1];
  }
  const auto wrong = run({"user", "roles", "--as-of", "yesterday"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_TRUE(has(wrong.output, "such as position:1234")) << wrong.output;
  EXPECT_TRUE(has(said({"user", "roles", "--help"}), "roles -w acme --as-of 2026-03-03T14:03:00Z"));
}

TEST_F(accounts, are_shut_and_opened) {
  const auto password = entered("ida");
  signed_in("ida", password);
  EXPECT_TRUE(has(said({"user", "disable", "ida", "--json"}), "\"sessions_ended\":1"));
  EXPECT_TRUE(has(browsed("/account"), "<h1>Sign in</h1>")) << "at once";
  EXPECT_TRUE(has(signed_in("ida", password), "role=\"alert\""));
  EXPECT_EQ(run({"user", "enable", "ida"}).status, 0);
  EXPECT_TRUE(has(signed_in("ida", password), "Your account"));
  EXPECT_TRUE(has(said({"user", "disable", "nobody"}), "no user of that name"));
}

TEST_F(accounts, that_wrong_passwords_locked_are_unlocked) {
  const auto password = entered("ned");
  // From an address each, since one that typed all of them would have to wait itself.
  for (int tries = 1; tries <= 6; ++tries)
    EXPECT_TRUE(has(signed_in("ned", "wrong-words-of-mine", "127.0.1." + std::to_string(tries)),
                    "role=\"alert\""));
  EXPECT_TRUE(has(signed_in("ned", password, "127.0.1.7"), "role=\"alert\"")) << "locked";
  const auto unlocked = run({"user", "unlock", "ned", "--json"});
  ASSERT_EQ(unlocked.status, 0) << unlocked.output;
  EXPECT_EQ(unlocked.item().at("user_name"), "ned");
  EXPECT_TRUE(has(signed_in("ned", password, "127.0.1.8"), "Your account"));
  EXPECT_TRUE(has(said({"audit", "--type", "credential.unlocked"}), "operator"));
  EXPECT_EQ(run({"user", "unlock", "ned"}).status, 0) << "a repeat changes nothing";
  EXPECT_TRUE(has(said({"user", "unlock", "nobody"}), "no user of that name"));
  EXPECT_TRUE(has(said({"user", "unlock", "--help"}), "muniment user unlock -w acme ada"));
}

TEST_F(accounts, are_entered_with_a_password_for_one_use) {
  const auto made = run({"user", "create", "--user-name", "kim", "--json"});
  ASSERT_EQ(made.status, 0) << made.output;
  EXPECT_EQ(made.item().at("one_time"), true);
  const auto page = signed_in("kim", std::string{made.item().at("password").as_string()});
  EXPECT_TRUE(has(page, "Choose your password")) << page;
}

TEST_F(accounts, are_entered_with_no_password_that_breaks_the_rules) {
  const auto told = [](const std::string& password) {
    const auto refused = create_with("max", password);
    EXPECT_EQ(refused.status, 1);
    return refused.output;
  };
  EXPECT_EQ(told("only fourteen."),
            "muniment: That password cannot be taken (password)\n"
            "  hint: A password has at least 15 characters. Several words make a good one.\n");
  EXPECT_TRUE(has(told("passwordpassword"), "  hint: It is common, "));
  EXPECT_TRUE(has(told("four \xff words of mine"), "not UTF-8\n  hint: "));
  EXPECT_TRUE(has(said({"user", "show", "max"}), "no user of that name"));
}

TEST_F(accounts, with_a_password_for_one_use_choose_their_own) {
  entered("hal");
  const auto set = run({"user", "set-password", "hal", "--json"});
  ASSERT_EQ(set.status, 0) << set.output;
  EXPECT_EQ(set.item().at("one_time"), true);
  const auto page = signed_in("hal", std::string{set.item().at("password").as_string()});
  ASSERT_TRUE(has(page, "Choose your password")) << page;
  const auto account =
      browsed("/login/password", "request=" + hidden(page, "request") + "&ticket=" +
                                     hidden(page, "ticket") + "&token=" + hidden(page, "token") +
                                     "&new_password=my-own-four-words&repeated=my-own-four-words");
  EXPECT_TRUE(has(account, "Your account")) << account;
  EXPECT_TRUE(has(signed_in("hal", "my-own-four-words"), "Your account"));
  for (const auto* more : {"--password-stdin", "--for-good", "four-words-of-the-operator"})
    EXPECT_EQ(run({"user", "set-password", "hal", more}).status, 2)
        << more << ": nobody chooses it for somebody";
}

TEST_F(accounts, have_consents_that_are_shown_and_revoked) {
  run({"client", "create", "--type", "spa", "--name", "Third", "--client-id", "third", "--redirect",
       "https://third.example/back", "--algorithm", "ES256"});
  ASSERT_TRUE(has(signed_in("ivy", entered("ivy")), "Your account"));
  const auto page =
      browsed("/oauth/v2/authorize?client_id=third&redirect_uri=https%3A%2F%2Fthird.example%2Fback"
              "&response_type=code&scope=openid&code_challenge_method=S256&code_challenge="
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  server->fetched("acme", "/consent",
                  {"-H", "Origin: " + origin(), "-d",
                   "request=" + hidden(page, "request") + "&token=" + hidden(page, "token") +
                       "&decision=allow"});
  const auto given = said({"consent", "list", "--client", "third"});
  EXPECT_TRUE(has(given, "ivy")) << given << page;
  EXPECT_EQ(run({"consent", "revoke", "--user", "ivy"}).status, 2);
  const auto revoked = run({"consent", "revoke", "--user", "ivy", "--client", "third"});
  EXPECT_EQ(revoked.status, 0) << revoked.output;
  EXPECT_TRUE(has(said({"consent", "list", "--user", "ivy"}), "There is none."));
  EXPECT_TRUE(has(said({"consent", "list", "--user", "ivy", "--all"}), "third"));
  EXPECT_EQ(run({"consent", "revoke", "nothing"}).status, 1);
}

TEST_F(accounts, leave_no_password_in_the_logs) {
  const auto password = entered("lou");
  signed_in("lou", password);
  const auto set = run({"user", "set-password", "lou", "--json"});
  const std::string given{set.item().at("password").as_string()};
  signed_in("lou", given);
  for (const auto* log : {"access.log", "muniment.log"}) {
    std::ifstream file{server->data() / log};
    ASSERT_TRUE(file) << log;
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(has(text, password) || has(text, given)) << log;
    EXPECT_FALSE(has(text, "ticket=")) << log;
    EXPECT_EQ(has(text, "/login"), log == std::string{"access.log"}) << log;
  }
}

/// A server that sets ada's password, and cannot end all sessions with it.
class set_password_command : public test::scripted_server {
protected:
  set_password_command() {
    answers("GET /admin/users", 200, R"({"items":[{"id":"a1","user_name":"ada"}]})");
    answers("POST /admin/users/a1/set-password", 200,
            R"({"id":"a1","user_name":"ada","password":"n3w-w0rds","one_time":true,)"
            R"("sessions_ended":0,"grants_ended":0,"complete":false})");
  }

  std::vector<std::string> setting() const {
    return {test::muniment_binary(), "user", "set-password", "ada", "-w", "acme", "--json",
            "--credential",          file()};
  }

  static constexpr auto ending = "POST /admin/users/a1/end-sessions";
};

TEST_F(set_password_command, ends_what_sessions_are_left) {
  answers(ending, 200, R"({"id":"a1","sessions_ended":1,"grants_ended":0,"complete":false})");
  answers(ending, 200, R"({"id":"a1","sessions_ended":1,"grants_ended":0,"complete":true})");
  test::program set(setting());
  EXPECT_EQ(set.wait(), 0) << set.output();
  EXPECT_NE(set.output().find("n3w-w0rds"), std::string::npos) << set.output();
  EXPECT_NE(set.output().find("\"complete\":true"), std::string::npos) << set.output();
  EXPECT_EQ(count(ending), 2);
}

TEST_F(set_password_command, shows_the_password_also_where_sessions_cannot_be_ended) {
  answers(ending, 503, R"({"title":"The workspace cannot answer now."})");
  test::program set(setting());
  EXPECT_EQ(set.wait(), 1) << set.output();
  EXPECT_NE(set.output().find("n3w-w0rds"), std::string::npos) << set.output();
  EXPECT_NE(set.output().find("\"complete\":false"), std::string::npos) << set.output();
  EXPECT_NE(set.output().find("The workspace cannot answer now"), std::string::npos);
  EXPECT_NE(set.output().find("muniment session end -w acme --user a1"), std::string::npos);
}

}
}
