// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"
#include "tests/support/disk_search.hpp"
#include "tests/support/running_server.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>

#include <algorithm>
#include <fstream>
#include <set>

/// Nothing on disk holds personal plaintext, ever: looked for in everything that a running
/// `muniment up` keeps, while the people are alive and use it, by a search that is shown to find.
namespace muniment {
namespace {

std::vector<std::string> seeded_strings() {
  std::vector<std::string> all;
  all.reserve(20);
  for (int n = 0; n < 20; ++n)
    all.push_back("wilhelmina featherstonehaugh " + std::to_string(100 + 37 * n));
  return all;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto begin = text.find(from);
  if (begin == std::string::npos) return {};
  const auto start = begin + from.size();
  return text.substr(start, text.find(to, start) - start);
}

class personal_strings_of_a_server : public testing::Test {
protected:
  void execute(const std::string& sql) const {
    pqxx::connection session{server.owner_dsn()};
    pqxx::nontransaction{session}.exec(sql);
  }

  /// Everybody registers; the first one signs in, mistypes, is looked up and shown.
  void live() {
    for (const auto& name : names) {
      auto address = name;
      std::ranges::replace(address, ' ', '.');
      passwords.push_back(crypto::random_token(16));
      const auto made = server.run_with_input(
          passwords.back(),
          {"user", "create", "-w", "demo", "--user-name", name, "--email", address + "@example.org",
           "--display-name", "The Honourable " + name, "--password-stdin"});
      EXPECT_EQ(made.status, 0) << made.output;
      addresses.push_back(std::move(address));
    }
    EXPECT_NE(signed_in(names[0], "a wrong one").find("Sign in"), std::string::npos);
    EXPECT_NE(signed_in(names[0], passwords[0]).find("The Honourable " + names[0]),
              std::string::npos)
        << "the account page greets them";
    // A name where no account is: people type all kinds of things there.
    signed_in(unknown, "a wrong one");
    server.done({"user", "show", "-w", "demo", names[1]});
    server.done({"projections", "rebuild", "-w", "demo", "users", "audit"});
    server.done({"user", "erase", "-w", "demo", names[2], "--yes"});
    server.done({"key", "roll"});
  }

  /// What a browser shows that typed this into the login page.
  std::string signed_in(const std::string& name, const std::string& password) const {
    std::filesystem::remove(server.folder.path() / "cookies");
    const auto page = server.fetched("demo", "/account", {"--location"});
    const auto origin = "https://demo.muniment.localhost:" + std::to_string(server.port);
    return server.fetched(
        "demo", "/login",
        {"--location", "--header", "Origin: " + origin, "--data-urlencode",
         "request=" + between(page, "name=\"request\" value=\"", "\""), "--data-urlencode",
         "token=" + between(page, "name=\"token\" value=\"", "\""), "--data-urlencode",
         "user_name=" + name, "--data-urlencode", "password=" + password});
  }

  std::vector<test::disk_hit> search(std::vector<std::string> texts) const {
    execute("CHECKPOINT");
    return test::search_disk(server.data(), texts);
  }

  static std::set<std::string> texts(const std::vector<test::disk_hit>& hits) {
    std::set<std::string> found;
    for (const auto& hit : hits)
      found.insert(hit.text);
    return found;
  }

  static bool found_in(const std::vector<test::disk_hit>& hits, const std::string& part) {
    return std::ranges::any_of(hits, [&](const test::disk_hit& hit) {
      return hit.file.string().find(part) != std::string::npos;
    });
  }

  const std::vector<std::string> names = seeded_strings();
  const std::string unknown = "my secret is correct horse battery";
  std::vector<std::string> addresses, passwords;
  test::running_server server;
};

TEST_F(personal_strings_of_a_server, are_nowhere_on_its_disk) {
  live();
  auto wanted = names;
  wanted.insert(wanted.end(), addresses.begin(), addresses.end());
  wanted.insert(wanted.end(), passwords.begin(), passwords.end());
  wanted.push_back(unknown);
  for (const auto& hit : search(wanted))
    ADD_FAILURE() << hit.text << " as " << hit.spelling << " in " << hit.file;

  // The controls: lines planted in both logs, and the same people written without sealing.
  std::ofstream{server.data() / "access.log", std::ios::app} << names[3] << '\n';
  execute("DO $$ BEGIN RAISE LOG '" + names[4] + "'; END $$");
  EXPECT_EQ(texts(search(names)), (std::set{names[3], names[4]}));
  execute("CREATE TABLE public.unsealed (name text)");
  for (const auto& name : names)
    execute("INSERT INTO public.unsealed VALUES ('" + name + "')");
  const auto hits = search(names);
  EXPECT_EQ(texts(hits), std::set<std::string>(names.begin(), names.end()));
  for (const auto* part : {"/base/", "/pg_wal/", "/access.log", "/postgres.log"})
    EXPECT_TRUE(found_in(hits, part)) << part;
}

}
}
