// SPDX-License-Identifier: Apache-2.0
#include "storage/issuer_survey.hpp"

#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/nontransaction>

namespace muniment::storage {
namespace {

using namespace test;

class issuers : public testing::Test {
protected:
  std::string control() { return database.dsn(database.logins().control); }

  uuid made(const std::string& slug, const std::string& issuer) {
    return provision(control(), fresh_id(), fresh_id(), slug, issuer).id;
  }
  issuer_survey survey(const issuer_rule& rule) { return survey_issuers(database.pool(), rule); }

  /// What is said of a wish that another workspace is in the way of.
  template <class Wish>
  static std::string refused(const Wish& wish) {
    try {
      wish();
      return "nothing";
    } catch (const failure& error) {
      EXPECT_EQ(error.kind(), failure_kind::taken);
      return error.sqlstate();
    }
  }

  journal_database database;
};

const issuer_rule plain{"https://{slug}.b.test", "", "https://.b.test", "system"};

TEST_F(issuers, that_are_those_of_the_rule_are_not_told) {
  made("acme", "https://acme.b.test");
  made("main", "https://b.test");
  made("system", "https://elsewhere.test");
  const auto seen = survey({plain.pattern, "main", "https://b.test", "system"});
  EXPECT_EQ(seen.others, 0U);
  EXPECT_EQ(seen.unknown, 0U);
  EXPECT_TRUE(seen.first.empty());
}

TEST_F(issuers, are_all_others_once_the_port_or_the_pattern_is_another_one) {
  for (const auto* slug : {"d", "b", "a", "c"})
    made(slug, std::string{"https://"} + slug + ".b.test");
  for (const auto* pattern : {"https://{slug}.b.test:8443", "https://id-{slug}.b.test"}) {
    const auto seen = survey({pattern, "", "", "system"});
    EXPECT_EQ(seen.others, 4U) << pattern;
    EXPECT_EQ(seen.first, (std::vector<std::string>{"a", "b", "c"})) << "bounded";
  }
  EXPECT_EQ(survey(plain).others, 0U);
}

TEST_F(issuers, of_two_are_others_once_another_workspace_is_the_primary_one) {
  made("acme", "https://b.test");
  made("beta", "https://beta.b.test");
  const auto seen = survey({plain.pattern, "beta", "https://b.test", "system"});
  EXPECT_EQ(seen.first, (std::vector<std::string>{"acme", "beta"}));
}

TEST_F(issuers, that_nobody_told_and_of_who_is_suspended_are_counted_apart_or_not_at_all) {
  made("acme", "");
  made("globex", "https://elsewhere.test");
  database.execute("UPDATE muniment.workspaces SET state = 'suspended' WHERE slug = 'globex'");
  const auto seen = survey(plain);
  EXPECT_EQ(seen.others, 0U);
  EXPECT_EQ(seen.unknown, 1U);
}

TEST_F(issuers, are_nobody_elses_while_a_workspace_has_or_wants_them) {
  const auto acme = made("acme", "https://b.test");
  const auto beta = made("beta", "https://beta.b.test");
  EXPECT_EQ(refused([&] { made("gamma", "https://b.test"); }), issuer_taken_state);
  EXPECT_FALSE(find_workspace(database.pool(), "gamma")) << "nothing was made";
  const auto wish = [&] { reserve_slug(control(), beta, "beta", "https://b.test"); };
  EXPECT_EQ(refused(wish), issuer_taken_state);
  EXPECT_TRUE(reserve_slug(control(), acme, "acme", "https://acme.b.test"));
  EXPECT_EQ(refused(wish), issuer_taken_state) << "it has not said so yet";
  EXPECT_EQ(refused([&] { made("gamma", "https://acme.b.test"); }), issuer_taken_state);
  EXPECT_TRUE(move_slug(control(), acme, "acme", "https://acme.b.test"));
  EXPECT_EQ(find_workspace(database.pool(), "acme")->issuer, "https://acme.b.test");
  wish();
  const auto gamma = made("gamma", "https://gamma.b.test");
  EXPECT_EQ(find_workspace(database.pool(), "gamma")->id, gamma);
}

TEST_F(issuers, of_a_dropped_workspace_are_free) {
  drop_workspace(control(), made("acme", "https://b.test"));
  made("beta", "https://b.test");
}

/// It calls the functions as they were, and tells no issuer.
TEST_F(issuers, are_not_known_after_a_server_of_the_version_before) {
  const auto acme = to_string(made("acme", "https://acme.b.test"));
  pqxx::connection session{control()};
  pqxx::nontransaction{session}.exec(
      "SELECT muniment.reserve_slug('" + acme + "', 'globex'); SELECT muniment.move_slug('" + acme +
      "', 'globex'); SELECT name, pool, journal, slug FROM"
      " muniment.provision(gen_random_uuid(), gen_random_uuid(), 'beta')");
  EXPECT_EQ(survey(plain).unknown, 2U);
  EXPECT_EQ(find_workspace(database.pool(), "globex")->issuer, "");
}

/// A database of the version before, whose servers go on while it is prepared.
TEST_F(issuers, of_a_database_from_before_are_not_known_yet) {
  made("acme", "https://acme.b.test");
  database.execute(
      "DROP FUNCTION muniment.provision, muniment.reserve_slug, muniment.move_slug;"
      "ALTER TABLE muniment.workspaces DROP COLUMN issuer, DROP COLUMN next_issuer;"
      "CREATE FUNCTION muniment.move_slug(uuid, text) RETURNS boolean LANGUAGE sql"
      " AS 'SELECT true';"
      "ALTER FUNCTION muniment.move_slug OWNER TO muniment_provisioner;"
      "DELETE FROM muniment.migrations WHERE id IN ('tables/workspaces_issuer',"
      " 'functions/provision@3', 'functions/reserve_slug@2', 'functions/move_slug@2')");
  database_prepare(database.owner_dsn(), test_deployment(), test_passwords());
  EXPECT_EQ(survey(plain).unknown, 1U);
  const auto acme = find_workspace(database.pool(), "acme")->id;
  EXPECT_TRUE(move_slug(control(), acme, "acme", "https://acme.b.test"));
  EXPECT_EQ(survey(plain).unknown, 0U);
}

}
}
