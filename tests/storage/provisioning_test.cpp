// SPDX-License-Identifier: Apache-2.0
#include "storage/provisioning.hpp"

#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"
#include "storage/migrations.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <iostream>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::minutes;

/// Everything of the schema that has pages or a catalog row, TOAST included.
std::string relations_of(const schema_name& schema, const std::string& what) {
  const auto own =
      "(SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('" + schema.text() + "'))";
  const auto toast = "(SELECT reltoastrelid FROM pg_class WHERE oid IN " + own + ")";
  return "SELECT " + what + " FROM pg_class WHERE oid IN " + own + " OR oid IN " + toast +
         " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN " + toast + ")";
}

class provisioning : public testing::Test {
protected:
  std::string control() { return database.dsn(database.logins().control); }

  journal_database database;
};

TEST_F(provisioning, a_new_workspace_has_an_empty_journal) {
  const auto workspace = fresh_id(), journal = fresh_id();
  const auto place = provision(control(), workspace, journal, "acme-1");
  EXPECT_EQ(place.id, workspace);
  EXPECT_EQ(place.slug, "acme-1");
  EXPECT_EQ(place.schema, (schema_name{test_deployment().tag, workspace}));
  const auto head = journal_reader{database.pool()}.read_head(place.schema);
  EXPECT_EQ(head.journal, journal);
  EXPECT_EQ(head.workspace, workspace);
  EXPECT_EQ(head.epoch, 0u);
  EXPECT_EQ(head.position, 0u);
  EXPECT_TRUE(head.frontier.empty());
}

TEST_F(provisioning, twice_is_once) {
  const auto workspace = fresh_id();
  const auto first = provision(control(), workspace, fresh_id(), fresh_slug());
  const auto again = provision(control(), workspace, fresh_id(), fresh_slug());
  EXPECT_EQ(again.schema, first.schema);
  EXPECT_EQ(again.journal, first.journal);
  EXPECT_EQ(again.slug, first.slug);
  EXPECT_EQ(database.value("SELECT count(*) FROM muniment.workspaces"), "1");
}

TEST_F(provisioning, a_slug_finds_its_workspace) {
  const auto made = provision(control(), fresh_id(), fresh_id(), "acme");
  provision(control(), fresh_id(), fresh_id(), "acme-2");
  const auto found = find_workspace(database.pool(), "acme");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.id);
  EXPECT_EQ(found->slug, "acme");
  EXPECT_EQ(found->schema, made.schema);
  EXPECT_EQ(found->journal, made.journal);
  for (const auto* other : {"acm", "ACME", "", "acme' OR true --"})
    EXPECT_FALSE(find_workspace(database.pool(), other)) << other;
  drop_workspace(control(), made.id);
  EXPECT_FALSE(find_workspace(database.pool(), "acme"));
}

TEST_F(provisioning, a_suspended_workspace_is_not_found) {
  provision(control(), fresh_id(), fresh_id(), "acme");
  database.execute("UPDATE muniment.workspaces SET state = 'suspended'");
  EXPECT_FALSE(find_workspace(database.pool(), "acme"));
}

TEST_F(provisioning, all_workspaces_are_those_of_any_state) {
  const auto live = provision(control(), fresh_id(), fresh_id(), "acme");
  const auto other = provision(control(), fresh_id(), fresh_id(), "globex");
  database.execute("UPDATE muniment.workspaces SET state = 'suspended' WHERE slug = 'globex'");
  const auto all = read_all_workspaces(database.pool());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_LT(all[0].id, all[1].id);
  for (const auto& each : all) {
    EXPECT_EQ(each.live, each.id == live.id);
    EXPECT_EQ(each.schema, each.live ? live.schema : other.schema);
  }
  EXPECT_TRUE(read_workspaces(database.pool(), {}, 9).at(0).live);
}

TEST_F(provisioning, a_taken_slug_is_refused_as_taken_and_leaves_nothing) {
  const auto first = provision(control(), fresh_id(), fresh_id(), "acme");
  try {
    provision(control(), fresh_id(), fresh_id(), "acme");
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::taken);
  }
  EXPECT_EQ(database.value("SELECT string_agg(id::text, ' ') FROM muniment.workspaces"),
            to_string(first.id));
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'ws\\_%'"), "1");
}

/// A step of the template that has made a function and cannot commit before the gate is open.
class during_a_step : public provisioning {
protected:
  void take_step() {
    const std::vector<migration> steps{
        {"made-up/noted", "CREATE FUNCTION muniment_template.noted() RETURNS integer LANGUAGE sql"
                          " AS 'SELECT 1'; LOCK TABLE muniment.gate IN ACCESS SHARE MODE"}};
    pqxx::connection session{database.owner_dsn()};
    migrate(session, template_ledger, steps);
  }
  bool somebody_waits_for(const std::string& table) {
    return eventually(database,
                      "SELECT count(*) > 0 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                      " WHERE d.datname = current_database() AND NOT l.granted AND l.relation = '" +
                          table + "'::regclass");
  }
};

TEST_F(during_a_step, a_workspace_waits_for_it_and_has_what_its_ledger_says) {
  database.execute("CREATE TABLE muniment.gate (a int)");
  std::future<void> step;
  std::future<workspace_place> made;
  pqxx::connection keeper{database.owner_dsn()}; // Ends before they do: nobody waits for ever.
  pqxx::work gate{keeper};
  gate.exec("LOCK TABLE muniment.gate IN ACCESS EXCLUSIVE MODE");
  step = std::async(std::launch::async, [&] { take_step(); });
  ASSERT_TRUE(somebody_waits_for("muniment.gate"));
  made = std::async(std::launch::async, [&] {
    return provision(control(), fresh_id(), fresh_id(), fresh_slug(), {}, {minutes{1}, minutes{1}});
  });
  EXPECT_TRUE(somebody_waits_for("muniment.migrations"));
  gate.commit();
  step.get();
  const auto name = made.get().schema.text();
  EXPECT_EQ(database.value("SELECT to_regproc('" + name + ".noted') IS NOT NULL"), "t");
  EXPECT_EQ(database.value("SELECT count(*) FROM muniment.migrations WHERE id = 'made-up/noted'"
                           " AND schema = '" +
                           name + "'"),
            "1");
}

/// What `act` throws.
failure_kind kind_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const failure& error) {
    return error.kind();
  }
  ADD_FAILURE() << "nothing was refused";
  return failure_kind::unavailable;
}

class slugs : public provisioning {
protected:
  workspace_place made(const std::string& slug) {
    return provision(control(), fresh_id(), fresh_id(), slug);
  }
  std::string route(const workspace_place& of) {
    return database.value("SELECT slug FROM muniment.workspaces WHERE id = '" + to_string(of.id) +
                          "'");
  }
  void let_time_pass(const std::string& days) {
    database.execute("UPDATE muniment.kept_slugs SET until = until - interval '" + days + " days'");
  }
};

TEST_F(slugs, one_that_is_reserved_leads_to_its_workspace_and_is_nobody_elses) {
  const auto acme = made("acme");
  const auto other = made("other");
  EXPECT_TRUE(reserve_slug(control(), acme.id, "globex"));
  EXPECT_EQ(find_workspace(database.pool(), "globex")->id, acme.id);
  EXPECT_EQ(find_workspace(database.pool(), "globex")->slug, "acme") << "its route is as before";
  EXPECT_EQ(kind_of([&] { made("globex"); }), failure_kind::taken);
  EXPECT_EQ(kind_of([&] { reserve_slug(control(), other.id, "globex"); }), failure_kind::taken);
  EXPECT_EQ(kind_of([&] { reserve_slug(control(), other.id, "acme"); }), failure_kind::taken);
  EXPECT_TRUE(reserve_slug(control(), acme.id, "initech"));
  EXPECT_EQ(made("globex").slug, "globex") << "the last wish counts";
  EXPECT_FALSE(reserve_slug(control(), fresh_id(), "nobodys"));
}

TEST_F(slugs, the_old_one_leads_nowhere_for_90_days) {
  const auto acme = made("acme");
  reserve_slug(control(), acme.id, "globex");
  EXPECT_TRUE(move_slug(control(), acme.id, "globex"));
  EXPECT_TRUE(move_slug(control(), acme.id, "globex")) << "safe to repeat";
  EXPECT_EQ(find_workspace(database.pool(), "globex")->slug, "globex");
  EXPECT_FALSE(find_workspace(database.pool(), "acme"));
  EXPECT_EQ(kind_of([&] { made("acme"); }), failure_kind::taken);
  EXPECT_EQ(kind_of([&] { reserve_slug(control(), made("other").id, "acme"); }),
            failure_kind::taken);
  let_time_pass("89");
  EXPECT_EQ(kind_of([&] { made("acme"); }), failure_kind::taken);
  let_time_pass("2");
  EXPECT_EQ(made("acme").slug, "acme");
}

TEST_F(slugs, their_workspace_has_its_old_one_back_at_any_time) {
  const auto acme = made("acme");
  move_slug(control(), acme.id, "globex");
  EXPECT_TRUE(reserve_slug(control(), acme.id, "acme"));
  EXPECT_TRUE(move_slug(control(), acme.id, "acme"));
  EXPECT_EQ(route(acme), "acme");
  EXPECT_EQ(kind_of([&] { made("globex"); }), failure_kind::taken);
  EXPECT_EQ(database.value("SELECT string_agg(slug, ' ') FROM muniment.kept_slugs"), "globex");
}

TEST_F(slugs, that_of_a_dropped_workspace_is_kept_too) {
  drop_workspace(control(), made("acme").id);
  EXPECT_FALSE(find_workspace(database.pool(), "acme"));
  EXPECT_EQ(kind_of([&] { made("acme"); }), failure_kind::taken);
  let_time_pass("91");
  const auto anew = made("acme");
  move_slug(control(), anew.id, "globex");
  EXPECT_EQ(kind_of([&] { made("acme"); }), failure_kind::taken) << "kept anew";
}

TEST_F(slugs, cannot_be_moved_onto_each_other_nor_to_what_is_none) {
  const auto acme = made("acme");
  made("globex");
  EXPECT_EQ(kind_of([&] { move_slug(control(), acme.id, "globex"); }), failure_kind::taken);
  EXPECT_EQ(kind_of([&] { reserve_slug(control(), acme.id, "Globex"); }), failure_kind::refused);
  EXPECT_EQ(kind_of([&] { move_slug(control(), acme.id, "-"); }), failure_kind::refused);
  EXPECT_EQ(route(acme), "acme");
}

/// A server of the version before reads and writes the same database.
TEST_F(slugs, a_database_from_before_follows) {
  const auto acme = made("acme");
  database.execute("DROP FUNCTION muniment.reserve_slug, muniment.move_slug;"
                   "DROP FUNCTION muniment.refuse_kept_slug, muniment.keep_released_slug CASCADE;"
                   "DROP TABLE muniment.kept_slugs;"
                   "ALTER TABLE muniment.workspaces DROP COLUMN next_slug;"
                   "DELETE FROM muniment.migrations WHERE id LIKE '%slug%'");
  database_prepare(database.owner_dsn(), test_deployment(), test_passwords());
  EXPECT_EQ(find_workspace(database.pool(), "acme")->id, acme.id);
  EXPECT_TRUE(reserve_slug(control(), acme.id, "globex"));
  EXPECT_TRUE(move_slug(control(), acme.id, "globex"));
  EXPECT_EQ(kind_of([&] { made("acme"); }), failure_kind::taken);
}

TEST_F(provisioning, what_is_no_slug_is_refused) {
  for (const auto& text : std::vector<std::string>{"", "Acme", "-acme", "acme-", "ac--me", "ac me",
                                                   "acme\n", std::string(51, 'a')})
    try {
      provision(control(), fresh_id(), fresh_id(), text);
      FAIL() << text;
    } catch (const failure& error) {
      EXPECT_EQ(error.kind(), failure_kind::refused) << text;
      EXPECT_EQ(error.sqlstate(), "23514") << text;
    }
}

TEST_F(provisioning, a_dropped_workspace_leaves_nothing) {
  const auto workspace = fresh_id();
  const auto schema = provision(control(), workspace, fresh_id(), fresh_slug()).schema;
  EXPECT_TRUE(drop_workspace(control(), workspace));
  EXPECT_FALSE(drop_workspace(control(), workspace));
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_roles WHERE rolname = '" + schema.text() + "'"),
            "0");
  EXPECT_EQ(database.value("SELECT to_regnamespace('" + schema.text() + "') IS NULL"), "t");
  EXPECT_THROW(journal_reader{database.pool()}.read_head(schema), failure);
}

TEST_F(provisioning, workspaces_are_listed_in_order_page_by_page) {
  std::vector<schema_name> made;
  for (int count = 0; count < 3; ++count)
    made.push_back(database.workspace());
  std::ranges::sort(made);
  const auto first = read_workspaces(database.pool(), {}, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].schema, made[0]);
  EXPECT_EQ(find_workspace(database.pool(), first[0].slug)->id, first[0].id);
  const auto rest = read_workspaces(database.pool(), first[1].schema.workspace(), 2);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].schema, made[2]);
}

TEST_F(provisioning, fills_one_pool_login_after_the_other_and_then_refuses) {
  // Rows stand in for 199 workspaces each: what counts is the register.
  database.execute(
      "INSERT INTO muniment.workspaces (id, schema, slug, journal_id, pool)"
      " SELECT gen_random_uuid(), 'filled_' || n, 'filled-' || n, gen_random_uuid(), n % 2"
      " FROM generate_series(1, 398) n");
  EXPECT_EQ(provision(control(), fresh_id(), fresh_id(), fresh_slug()).pool, 0);
  EXPECT_EQ(provision(control(), fresh_id(), fresh_id(), fresh_slug()).pool, 1);
  try {
    provision(control(), fresh_id(), fresh_id(), fresh_slug());
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.sqlstate(), "53400");
  }
}

/// On a cluster that waits for the disk, as those in use do; each pays for a connection too.
/// Tables, relations and bytes have ceilings. Milliseconds are printed only: they say as much about
/// what else the machine does.
TEST(provisioning_cost, a_workspace_costs_little) {
  journal_database database{durability::full};
  const auto control = database.dsn(database.logins().control);
  std::vector<double> took;
  for (int made = 0; made < 21; ++made) {
    const auto begin = std::chrono::steady_clock::now();
    provision(control, fresh_id(), fresh_id(), fresh_slug());
    const std::chrono::duration<double, std::milli> each = std::chrono::steady_clock::now() - begin;
    took.push_back(each.count());
  }
  std::ranges::sort(took);
  const auto schema = database.workspace();
  const auto number = [&](const std::string& what) {
    return std::stoi(database.value(relations_of(schema, what)));
  };
  const auto relations = number("count(*)"), bytes = number("sum(pg_relation_size(oid))");
  const auto tables = number("count(*) FILTER (WHERE relkind = 'r' AND NOT relispartition"
                             " OR relkind = 'p')");
  std::cout << "per workspace: " << relations << " relations (" << tables << " tables), " << bytes
            << " bytes, " << took.front() << " ms at best, " << took[took.size() / 2]
            << " ms in the middle\n";
  EXPECT_LE(tables, 10);
  EXPECT_LE(relations, 24);
  EXPECT_LE(bytes, 200'000);
}

TEST_F(provisioning, every_small_column_is_stored_plain) {
  const auto schema = database.workspace();
  EXPECT_EQ(
      database.value("SELECT string_agg(c.relname || '.' || a.attname, ' ') FROM pg_attribute a"
                     " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace ="
                     " to_regnamespace('" +
                     schema.text() +
                     "') AND c.relkind IN ('r', 'p')"
                     " AND a.attnum > 0 AND a.attlen = -1 AND a.attstorage <> 'p'"),
      "events.body");
}

TEST_F(provisioning, every_table_brings_its_autovacuum_settings) {
  const auto schema = database.workspace();
  EXPECT_EQ(database.value("SELECT coalesce(string_agg(relname, ' '), '') FROM pg_class"
                           " WHERE relnamespace = to_regnamespace('" +
                           schema.text() +
                           "')"
                           " AND relkind = 'r' AND NOT (reloptions::text LIKE '%autovacuum%')"),
            "");
}

}
}
