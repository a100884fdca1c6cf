// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations.hpp"

#include "storage/database.hpp"
#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "storage/schema.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <regex>
#include <set>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

using namespace test;

TEST(migrations, every_schema_file_is_a_step) {
  std::set<std::string_view> steps{"tables/muniment", "tables/migrations"};
  for (const auto& list : {role_steps(), deployment_steps(), workspace_steps()})
    for (const auto& step : list)
      EXPECT_TRUE(steps.insert(step.id).second) << step.id;
  // A file that is taken once more.
  std::erase_if(steps, [](std::string_view id) { return id.find('@') != id.npos; });
  std::set<std::string_view> files;
  for (const auto& file : schema_files())
    files.insert(file.path);
  EXPECT_EQ(steps, files);
}

TEST(migrations, preparing_twice_changes_nothing_and_keeps_the_deployment) {
  const auto dsn = fresh_database(durability::fast);
  const auto first = database_prepare(dsn, test_deployment(), test_passwords());
  const auto again = database_prepare(dsn, test_deployment(), test_passwords());
  EXPECT_EQ(again.installation.id, first.installation.id);
  EXPECT_EQ(again.logins.pools.size(), test_passwords().pools.size());
}

TEST(migrations, another_base_domain_is_refused) {
  const auto dsn = fresh_database(durability::fast);
  database_prepare(dsn, test_deployment(), test_passwords());
  auto other = test_deployment();
  other.base_domain = "elsewhere.example";
  try {
    database_prepare(dsn, other, test_passwords());
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::misplaced);
    EXPECT_NE(std::string{error.what()}.find("muniment.localhost"), std::string::npos);
  }
}

TEST(migrations, an_owner_without_superuser_rights_prepares_and_stays_no_member) {
  const auto superuser = fresh_database(durability::fast);
  const login owner{"plain_owner", "owner's"};
  {
    pqxx::connection session{superuser};
    pqxx::work work{session};
    work.exec("CREATE ROLE plain_owner LOGIN CREATEROLE PASSWORD 'owner''s'");
    work.exec("GRANT plain_owner TO CURRENT_USER"); // Who is no superuser gives only to its own.
    work.exec("ALTER DATABASE " + work.quote_name(session.dbname()) + " OWNER TO plain_owner");
    work.commit();
  }
  database_prepare(dsn_for(superuser, owner), test_deployment(), test_passwords());
  pqxx::connection session{superuser};
  EXPECT_EQ(pqxx::nontransaction{session}
                .exec1("SELECT count(*) FROM pg_auth_members WHERE"
                       " member = 'plain_owner'::regrole")[0]
                .as<int>(),
            0);
  pqxx::nontransaction{session}.exec("ALTER DATABASE " + session.quote_name(session.dbname()) +
                                     " OWNER TO CURRENT_USER; DROP ROLE plain_owner");
}

class steps : public testing::Test {
protected:
  journal_database database;
};

const migration one{"one", "CREATE TABLE muniment.one (a int)"};
const migration two{"two", "CREATE TABLE muniment.two (a int); SELECT * FROM muniment.gate"};
const migration three{"three", "CREATE TABLE muniment.three (a int)"};

TEST_F(steps, a_refused_step_is_named_and_undone_and_the_rest_waits) {
  pqxx::connection session{database.owner_dsn()};
  const std::vector all{one, {"bad", "CREATE TABLE muniment.bad (a int); SELECT 1/0"}, three};
  try {
    migrate(session, "test", all);
    FAIL();
  } catch (const failure& error) {
    EXPECT_STREQ(error.what(), "migration bad was refused (22012)");
  }
  EXPECT_EQ(database.value("SELECT to_regclass('muniment.bad') IS NULL AND"
                           " to_regclass('muniment.three') IS NULL AND"
                           " to_regclass('muniment.one') IS NOT NULL"),
            "t");
}

/// Killed by SIGKILL in the middle of the second step, which waits at a lock of ours.
TEST_F(steps, resume_after_their_process_was_killed) {
  database.execute("CREATE TABLE muniment.gate (a int)");
  const std::vector all{one, two, three};
  pid_t child = 0;
  {
    pqxx::connection keeper{database.owner_dsn()};
    pqxx::work gate{keeper};
    gate.exec("LOCK TABLE muniment.gate IN ACCESS EXCLUSIVE MODE");
    child = ::fork();
    if (child == 0) {
      pqxx::connection session{database.owner_dsn() + " application_name=doomed"};
      migrate(session, "test", all);
      ::_exit(0);
    }
    EXPECT_TRUE(eventually(database, "SELECT coalesce(bool_or(wait_event_type = 'Lock'), false)"
                                     " FROM pg_stat_activity WHERE application_name = 'doomed'"));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
  }
  pqxx::connection session{database.owner_dsn()};
  EXPECT_EQ(migrate(session, "test", all), 2u) << "the first step stood, the second was undone";
  EXPECT_EQ(migrate(session, "test", all), 0u);
  EXPECT_EQ(database.value("SELECT string_agg(id, ' ' ORDER BY applied_at) FROM muniment.migrations"
                           " WHERE schema = 'test'"),
            "one two three");
}

/// Killed in the second of three, which waits at a lock of ours.
TEST_F(steps, of_a_workspace_resume_after_their_process_was_killed) {
  const auto schema = database.workspace();
  database.execute("SET ROLE " + schema.text() + "; CREATE TABLE " + schema.text() +
                   ".gate (a int)");
  const std::vector<migration> all{
      {"one", "CREATE TABLE muniment_template.one (a int)"},
      {"two", "CREATE TABLE muniment_template.two (a int); SELECT * FROM muniment_template.gate"},
      {"three", "CREATE TABLE muniment_template.three (a int)"}};
  {
    pqxx::connection keeper{database.owner_dsn()};
    pqxx::work held{keeper};
    held.exec("LOCK TABLE " + schema.text() + ".gate IN ACCESS EXCLUSIVE MODE");
    const auto child = ::fork();
    if (child == 0) {
      pool own{database.owner_dsn() + " application_name=doomed_workspace",
               database.logins().pools};
      migrate_workspace(own, schema, all);
      ::_exit(0);
    }
    EXPECT_TRUE(eventually(database,
                           "SELECT coalesce(bool_or(wait_event_type = 'Lock'), false) FROM"
                           " pg_stat_activity WHERE application_name = 'doomed_workspace'"));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
  }
  EXPECT_EQ(lacking(database.pool(), schema, all).size(), 2U) << "the first step stands";
  EXPECT_EQ(migrate_workspace(database.pool(), schema, all), 2U);
  EXPECT_EQ(lacking(database.pool(), schema, all).size(), 0U);
}

/// As the program before `functions/rotate_traffic@2` left one.
TEST_F(steps, of_this_program_are_taken_by_a_workspace_from_before) {
  const auto schema = database.workspace();
  const auto& name = schema.text();
  database.execute("DELETE FROM muniment.migrations WHERE schema = '" + name +
                   "' AND id IN (SELECT id FROM muniment.migrations WHERE schema = '" +
                   std::string{template_ledger} + "')");
  database.execute("SET ROLE " + name + "; DROP FUNCTION " + name +
                   ".rotate_traffic;"
                   " CREATE FUNCTION " +
                   name +
                   ".rotate_traffic() RETURNS boolean LANGUAGE sql"
                   " AS 'SELECT false'; REVOKE ALL ON FUNCTION " +
                   name + ".rotate_traffic FROM PUBLIC");
  EXPECT_EQ(migrate_workspace(database.pool(), schema, workspace_steps()),
            workspace_steps().size());
  const auto functions = "SELECT string_agg(pg_get_functiondef(p.oid) || p.proacl::text, ' ') FROM"
                         " pg_proc p WHERE proname = 'rotate_traffic' AND pronamespace = '";
  const auto born = database.workspace().text();
  const auto as_born = database.value(functions + born + "'::regnamespace");
  EXPECT_EQ(database.value(functions + name + "'::regnamespace"),
            std::regex_replace(as_born, std::regex{born}, name));
}

TEST_F(steps, none_ask_a_workspace_nothing) {
  const schema_name nowhere{*deployment_tag::parse("none"), fresh_id()};
  pool unreachable{"host=/nowhere dbname=none", database.logins().pools};
  EXPECT_EQ(migrate_workspace(unreachable, nowhere, {}), 0U);
}

TEST_F(steps, a_workspace_follows_and_a_new_one_is_born_with_them) {
  const auto old = database.workspace();
  const std::vector<migration> all{
      {"workspace/note", "ALTER TABLE muniment_template.head ADD COLUMN note text"}};
  {
    pqxx::connection session{database.owner_dsn()};
    migrate(session, template_ledger, all);
  }
  EXPECT_EQ(migrate_workspace(database.pool(), old, all), 1u);
  EXPECT_EQ(migrate_workspace(database.pool(), old, all), 0u);
  const auto young = database.workspace();
  EXPECT_EQ(migrate_workspace(database.pool(), young, all), 0u);
  for (const auto& schema : {old, young})
    EXPECT_EQ(database.value("SELECT count(note) FROM " + schema.text() + ".head"), "0");
}

}
}
