// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/migrator.hpp"

#include "tests/support/awake_world.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;
using steps = std::vector<storage::migration>;

/// Taken twice, each of them would be refused.
const storage::migration note{"made-up/note",
                              "ALTER TABLE muniment_template.claims ADD COLUMN note text"};
const storage::migration shelf{"made-up/shelf", "CREATE TABLE muniment_template.shelf (a int)"};
/// Refused until somebody makes the table.
const storage::migration gate{"made-up/gate", "INSERT INTO muniment_template.gate VALUES (1)"};

class migrator_test : public testing::Test {
protected:
  command_reply create_at(const supervisor_actor& node) {
    return world.tell(node,
                      lasting(wish_for<workspace::noun>(
                          numbered(50), workspace::create{"acme", "https://acme.test", "Acme"})));
  }

  std::string value(const std::string& of) {
    return database.value("SELECT " + of + " FROM " + world.schema.text() + ".head");
  }
  /// The made-up steps of its ledger, each with the transaction that took it.
  std::string ledger(const std::string& column = "id") {
    return database.value("SELECT string_agg(" + column +
                          "::text, ' ' ORDER BY applied_at) FROM muniment.migrations WHERE schema"
                          " = '" +
                          world.schema.text() + "' AND id LIKE 'made-up/%'");
  }
  /// Whether somebody waits for a table of the workspace, as SQL.
  std::string kept_waiting(bool so) {
    return "SELECT count(*) " + std::string{so ? "> 0" : "= 0"} +
           " FROM pg_locks WHERE NOT granted AND relation = '" + world.schema.text() +
           ".claims'::regclass";
  }
  void make_gate() {
    database.execute("SET ROLE " + world.schema.text() + "; CREATE TABLE " + world.schema.text() +
                     ".gate (a int)");
  }

  journal_database& database = shared_database();
  awake_world world{database};
};

TEST_F(migrator_test, a_workspace_takes_what_it_lacks_when_it_wakes_and_nothing_the_next_time) {
  const steps all{note, shelf};
  EXPECT_EQ(create_at(world.supervisor(world.migrator(all))).verdict, command_verdict::accepted);
  EXPECT_EQ(ledger(), "made-up/note made-up/shelf");
  const auto taken = ledger("xmin");
  EXPECT_EQ(create_at(world.supervisor(world.migrator(all))).why, "already_exists");
  EXPECT_EQ(ledger("xmin"), taken);
}

TEST_F(migrator_test, nobody_opens_a_journal_whose_schema_lacks_a_step) {
  const steps all{note, gate, shelf};
  const auto at = world.migrator(all);
  const auto node = world.supervisor(at);
  EXPECT_EQ(create_at(node).why, "unavailable");
  auto asked = world.ask(at);
  const auto told = world.answer<migrate_reply>(asked);
  EXPECT_FALSE(told.done);
  EXPECT_EQ(told.reason, "migration made-up/gate: the database refused a statement (42P01)");
  EXPECT_EQ(value("epoch || ':' || position"), "0:0") << "it was not touched";
  EXPECT_EQ(ledger(), "made-up/note");
  const auto taken = ledger("xmin");

  make_gate();
  // It is tried again after a pause, for whoever asks.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  auto reply = create_at(node);
  while (reply.why == "unavailable" && std::chrono::steady_clock::now() < until)
    reply = create_at(node);
  EXPECT_EQ(reply.verdict, command_verdict::accepted) << reply.why;
  EXPECT_EQ(ledger(), "made-up/note made-up/gate made-up/shelf");
  EXPECT_EQ(ledger("xmin").find(taken), 0U) << "what stood was not taken again";
}

TEST_F(migrator_test, nobody_is_asked_once_every_workspace_is_known_to_have_all) {
  const steps all{shelf};
  const auto standing = std::make_shared<schema_standing>();
  standing->complete = true;
  EXPECT_EQ(create_at(world.supervisor(world.migrator(all), standing)).verdict,
            command_verdict::accepted);
  EXPECT_EQ(ledger(), "");
}

TEST_F(migrator_test, nothing_is_begun_for_who_asked_too_long_ago) {
  const steps all{shelf};
  auto asked = world.ask(world.migrator(all), instant{});
  EXPECT_EQ(world.answer<migrate_reply>(asked).reason, "it was asked for too late");
  EXPECT_EQ(ledger(), "");
}

/// Of whom a step waits for longer than it may.
TEST_F(migrator_test, a_step_that_a_reader_keeps_out_is_tried_until_it_is_over) {
  const steps all{note};
  const auto at = world.migrator(all);
  std::optional<decltype(world.ask(at))> asked;
  database.pool().with_workspace(world.schema, [&](pqxx::work& reading) {
    reading.exec("SELECT count(*) FROM claims");
    asked.emplace(world.ask(at));
    for (int tries = 0; tries < 2; ++tries) {
      EXPECT_TRUE(eventually(database, kept_waiting(true)));
      EXPECT_TRUE(eventually(database, kept_waiting(false))) << "it gave up";
    }
  });
  const auto told = world.answer<migrate_reply>(*asked);
  EXPECT_TRUE(told.done) << told.reason;
  EXPECT_EQ(ledger(), "made-up/note");
}

TEST_F(migrator_test, of_two_nodes_at_once_each_step_is_taken_by_one) {
  std::vector<std::string> texts, names;
  texts.reserve(20);
  names.reserve(20);
  for (int number = 0; number < 20; ++number)
    texts.push_back("CREATE TABLE muniment_template.shelf_" + std::to_string(number) + " (a int)");
  for (int number = 0; number < 20; ++number)
    names.push_back("made-up/" + std::to_string(number));
  steps all;
  for (std::size_t at = 0; at < texts.size(); ++at)
    all.push_back({names[at], texts[at]});
  auto first = world.ask(world.migrator(all));
  auto second = world.ask(world.migrator(all));
  for (auto* asked : {&first, &second}) {
    const auto told = world.answer<migrate_reply>(*asked);
    EXPECT_TRUE(told.done) << told.reason;
  }
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_tables WHERE schemaname = '" +
                           world.schema.text() + "' AND tablename LIKE 'shelf_%'"),
            "20");
}

}
}
