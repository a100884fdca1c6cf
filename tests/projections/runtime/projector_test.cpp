// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/projector.hpp"

#include "projections/sessions.hpp"
#include "projections/users.hpp"
#include "tests/support/actor_world.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/scripted_clerk.hpp"
#include "tests/support/user_facts.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;
using namespace std::chrono_literals;
using models = boost::mp11::mp_list<users::model, sessions::model>;

class projector_on : public testing::Test {
protected:
  void TearDown() override {
    script->waiting.clear();
    stop();
    database_thread = nullptr;
  }

  void stop() {
    caf::anon_send_exit(running, caf::exit_reason::user_shutdown);
    running = nullptr;
    world.run();
  }

  /// Starts a projector; the one before it dies without writing what it holds.
  void start(std::size_t overlay_rows = 100'000) {
    if (running) stop();
    views.emplace(views_in<models>(database, schema, overlay_rows));
    database_thread = world.system().spawn(scripted_clerk, script, &database.pool());
    auto options = std::make_shared<projector_options>(
        projector_options{schema,
                          views->foldings(),
                          database_thread,
                          [this](bool full) { pressure.push_back(full); },
                          {},
                          shown});
    options->limits.page_events = 4;
    running = world.system().spawn(projector, std::shared_ptr<const projector_options>{options});
    world.run_until_pause();
  }

  void offer(const bodies_ptr& bodies) {
    caf::anon_send(running, bodies);
    world.run_until_pause();
  }

  /// The answer to a request that somebody is ready to give.
  template <class Reply, class... Question>
  Reply ask(const Question&... question) {
    auto asked = self->request(running, caf::infinite, question...);
    world.run_until_pause();
    Reply reply{};
    asked.receive([&](const Reply& got) { reply = got; },
                  [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
    return reply;
  }
  projection_status status(std::size_t which) {
    return ask<status_reply>(status_atom::value).projections.at(which);
  }
  wait_verdict wait(const std::string& projection, std::uint64_t position, bool persisted = false) {
    auto asked =
        self->request(running, caf::infinite, wait_request{projection, position, persisted, 1s});
    world.run();
    auto verdict = wait_verdict{};
    asked.receive([&](const wait_reply& got) { verdict = got.verdict; },
                  [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
    return verdict;
  }

  std::optional<users::phase> phase_of(std::uint16_t user) {
    const auto row = views->get<users::model>().read(id_of(user));
    if (!row) return std::nullopt;
    return row->phase;
  }
  std::string in_schema(const std::string& table) { return schema.text() + '.' + table; }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  actor_world world;
  caf::scoped_actor self{world.system()};
  std::shared_ptr<slow_clerk> script = std::make_shared<slow_clerk>();
  std::optional<views_of<models>> views;
  clerk_actor database_thread;
  projector_actor running;
  std::vector<bool> pressure;
  std::shared_ptr<projection_standings> shown = std::make_shared<projection_standings>(2);
};

TEST_F(projector_on, folds_what_arrives_and_writes_it_later) {
  start();
  offer(journal.append({registered(1), disabled(1), signed_in(7)}));
  EXPECT_EQ(phase_of(1), users::phase::disabled);
  EXPECT_EQ(status(0).folded, 3U);
  EXPECT_EQ(status(0).persisted, 0U);
  world.run();
  EXPECT_EQ(status(0).persisted, 3U);
  EXPECT_EQ(views->get<users::model>().list({}, 9).size(), 1U);
  EXPECT_EQ(
      views->get<sessions::model>().find("user", sample<session::started>().user, {}, 9).size(),
      1U);
}

TEST_F(projector_on, reads_what_did_not_arrive_from_the_journal) {
  start();
  const auto lost = journal.append({registered(1), registered(2), disabled(2)});
  offer(journal.append({disabled(1)}));
  EXPECT_EQ(status(0).folded, 4U);
  EXPECT_EQ(phase_of(1), users::phase::disabled);
  offer(lost);
  EXPECT_EQ(status(0).folded, 4U);
  EXPECT_EQ(status(0).phase, projection_phase::folding);
}

TEST_F(projector_on, wakes_from_its_checkpoint_and_reads_no_event_before_it) {
  start();
  offer(journal.append({registered(1), registered(2), registered(3)}));
  world.run();
  ASSERT_EQ(status(0).persisted, 3U);
  journal.append({disabled(1), disabled(2), signed_in(1), disabled(3), enabled(1), signed_in(2)});
  database.execute("UPDATE " + in_schema("events") + " SET body = '' WHERE position <= 3");
  database.execute("DELETE FROM " + in_schema("checkpoints") + " WHERE projection = 'sessions'");
  start();
  EXPECT_EQ(status(0).folded, 9U);
  EXPECT_EQ(phase_of(1), users::phase::active);
  EXPECT_EQ(phase_of(2), users::phase::disabled);
  EXPECT_EQ(status(1).parked_at, 1U) << "without its checkpoint it begins at the first event";
}

TEST_F(projector_on, stops_at_a_hole_in_the_journal_until_it_is_mended) {
  start();
  journal.append({registered(1)});
  journal.append({registered(2)});
  const auto last = journal.append({registered(3)});
  database.execute("CREATE TABLE " + in_schema("kept") + " AS SELECT * FROM " +
                   in_schema("events") + " WHERE position = 2; DELETE FROM " + in_schema("events") +
                   " WHERE position = 2");
  offer(last);
  EXPECT_EQ(status(0).phase, projection_phase::parked);
  EXPECT_EQ(status(0).parked_at, 2U);
  EXPECT_EQ(status(0).folded, 1U);
  EXPECT_FALSE(phase_of(3)) << "never stepped over";
  database.execute("INSERT INTO " + in_schema("events") + " SELECT * FROM " + in_schema("kept"));
  EXPECT_TRUE(ask<bool>(repair_atom::value, std::string{"users"}));
  EXPECT_EQ(status(0).folded, 3U);
  EXPECT_EQ(status(0).phase, projection_phase::folding);
}

TEST_F(projector_on, parks_only_the_projection_that_meets_poison) {
  start();
  offer(journal.append({registered(1)}));
  const auto before = database.value("SELECT count(*) FROM " + in_schema("events"));
  offer(journal.append({poison(1), signed_in(1), disabled(1)}));
  EXPECT_EQ(status(0).phase, projection_phase::parked);
  EXPECT_EQ(status(0).parked_at, 2U);
  EXPECT_EQ(status(0).reason, "the event cannot be read: wrong_shape");
  EXPECT_EQ(status(1).folded, 4U);
  EXPECT_EQ(wait("users", 4), wait_verdict::parked);
  EXPECT_EQ(wait("users", 1), wait_verdict::reached);
  EXPECT_EQ(wait("sessions", 4), wait_verdict::reached);
  EXPECT_EQ(phase_of(1), users::phase::active);
  EXPECT_TRUE(ask<bool>(repair_atom::value, std::string{"users"}));
  EXPECT_EQ(status(0).parked_at, 2U) << "still poison";
}

TEST_F(projector_on, what_stopped_is_shown_so_until_it_reflects_the_journal) {
  start();
  offer(journal.append({registered(1), poison(1)}));
  EXPECT_TRUE(shown->at(0).parked);
  EXPECT_FALSE(shown->at(1).parked);
  EXPECT_TRUE(ask<hold_reply>(hold_atom::value, std::string{"users"}).held);
  offer(journal.append({registered(2)}));
  ASSERT_EQ(status(0).phase, projection_phase::held);
  EXPECT_TRUE(shown->at(0).parked) << "held, it is no better than it was";
  EXPECT_TRUE(ask<bool>(reload_atom::value, std::string{"users"}));
  EXPECT_EQ(status(0).phase, projection_phase::parked) << "the poison is still there";
  EXPECT_TRUE(shown->at(0).parked);
}

TEST_F(projector_on, folds_on_after_the_poison_is_replaced) {
  start();
  offer(journal.append({registered(1), poison(1), disabled(1)}));
  ASSERT_EQ(status(0).parked_at, 2U);
  envelope at;
  at.position = 2;
  at.category = user::category;
  at.stream = id_of(1);
  at.type = user::enabled::type;
  at.type_version = 1;
  database.execute("UPDATE " + in_schema("events") + " SET body = '" +
                   storage::octets_text(encode_body(at, pack_event(user::enabled{}))) +
                   "' WHERE position = 2");
  EXPECT_TRUE(shown->at(0).parked);
  EXPECT_TRUE(ask<bool>(repair_atom::value, std::string{"users"}));
  EXPECT_EQ(status(0).folded, 3U);
  EXPECT_FALSE(shown->at(0).parked);
  EXPECT_EQ(phase_of(1), users::phase::disabled);
}

TEST_F(projector_on, a_type_that_nobody_knows_stops_everybody) {
  start();
  auto unknown = disabled(1);
  unknown.type = "user.from_the_future";
  offer(journal.append({registered(1), unknown, signed_in(1)}));
  EXPECT_EQ(status(0).parked_at, 2U);
  EXPECT_EQ(status(1).parked_at, 2U);
}

TEST_F(projector_on, a_full_overlay_asks_appends_to_wait_until_it_is_written) {
  start(3);
  script->held = true;
  offer(
      journal.append({registered(1), registered(2), registered(3), registered(4), registered(5)}));
  EXPECT_EQ(status(0).folded, 3U) << "no more than the cap";
  EXPECT_TRUE(ask<status_reply>(status_atom::value).full);
  EXPECT_EQ(pressure, std::vector<bool>{true});
  script->held = false;
  caf::anon_send(database_thread, std::make_shared<clerk_work>(clerk_work{[](storage::pool&) {}}));
  world.run();
  EXPECT_EQ(status(0).folded, 5U);
  EXPECT_EQ(pressure.back(), false);
  EXPECT_EQ(views->get<users::model>().count(), 5U);
}

TEST_F(projector_on, shows_how_far_each_is_how_far_behind_and_which_stopped) {
  start();
  offer(journal.append({registered(1)}));
  EXPECT_EQ(shown->at(0).folded, 1U);
  EXPECT_EQ(shown->at(0).behind, 0U);
  offer(journal.append({poison(1), signed_in(1), disabled(1)}));
  EXPECT_EQ(shown->at(0).folded, 1U);
  EXPECT_EQ(shown->at(0).behind, 3U);
  EXPECT_TRUE(shown->at(0).parked);
  EXPECT_EQ(shown->at(1).folded, 4U);
  EXPECT_EQ(shown->at(1).behind, 0U);
  EXPECT_FALSE(shown->at(1).parked);
}

TEST_F(projector_on, shows_that_it_begins_again_from_its_checkpoint) {
  start();
  offer(journal.append({registered(1)}));
  world.run();
  offer(journal.append({disabled(1)}));
  EXPECT_EQ(shown->at(0).folded, 2U);
  database.execute("DELETE FROM " + in_schema("events") + " WHERE position = 2");
  start();
  EXPECT_EQ(shown->at(0).folded, 1U);
}

/// What the one before it left in memory is forgotten soon.
TEST_F(projector_on, shows_nothing_folded_while_its_checkpoint_is_opened) {
  start();
  offer(journal.append({registered(1)}));
  world.run();
  ASSERT_EQ(shown->at(0).folded, 1U);
  script->held = true;
  start();
  EXPECT_EQ(shown->at(0).folded, 0U);
  script->held = false;
  caf::anon_send(database_thread, std::make_shared<clerk_work>(clerk_work{[](storage::pool&) {}}));
  world.run();
  EXPECT_EQ(shown->at(0).folded, 1U);
}

TEST_F(projector_on, answers_who_waits) {
  start();
  offer(journal.append({registered(1)}));
  EXPECT_EQ(wait("users", 1), wait_verdict::reached);
  EXPECT_EQ(wait("users", 2), wait_verdict::beyond_head);
  EXPECT_EQ(wait("nobody", 1), wait_verdict::no_such_projection);
  script->held = true;
  offer(journal.append({disabled(1)}));
  EXPECT_EQ(wait("users", 2), wait_verdict::reached);
  EXPECT_EQ(wait("users", 2, true), wait_verdict::late) << "the clerk does not answer";
}

TEST_F(projector_on, who_waits_for_the_table_finds_the_row_in_it) {
  start();
  offer(journal.append({registered(1), registered(2)}));
  EXPECT_EQ(views->get<users::model>().count(), 0U);
  auto asked = self->request(running, caf::infinite, wait_request{"users", 2, true, 1s});
  world.run_until_pause();
  asked.receive([&](const wait_reply& got) { EXPECT_EQ(got.verdict, wait_verdict::reached); },
                [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
  EXPECT_EQ(views->get<users::model>().list({}, 9).size(), 2U);
}

TEST_F(projector_on, begins_anew_when_its_checkpoint_is_moved_by_somebody_else) {
  start();
  offer(journal.append({registered(1), registered(2)}));
  world.run();
  ASSERT_EQ(status(0).persisted, 2U);
  database.execute("UPDATE " + in_schema("checkpoints") + " SET generation = generation + 1");
  offer(journal.append({disabled(1)}));
  world.run();
  EXPECT_EQ(status(0).persisted, 3U);
  EXPECT_EQ(phase_of(1), users::phase::disabled);
}

TEST_F(projector_on, folds_nothing_while_it_is_held) {
  start();
  offer(journal.append({registered(1)}));
  const auto held = ask<hold_reply>(hold_atom::value, std::string{"users"});
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.folded, 1U);
  offer(journal.append({disabled(1), signed_in(1)}));
  EXPECT_EQ(status(0).folded, 1U);
  EXPECT_EQ(status(1).folded, 3U);
  EXPECT_TRUE(ask<bool>(reload_atom::value, std::string{"users"}));
  EXPECT_EQ(status(0).folded, 3U);
  EXPECT_EQ(phase_of(1), users::phase::disabled);
}

TEST_F(projector_on, answers_who_holds_it_when_its_checkpoint_is_moved_by_somebody_else) {
  start();
  offer(journal.append({registered(1)}));
  world.run();
  offer(journal.append({disabled(1)}));
  script->held = true;
  caf::anon_send(running, persist_atom::value);
  world.run_until_pause();
  auto asked = self->request(running, 10s, hold_atom::value, std::string{"users"});
  world.run_until_pause();
  // As far as the journal, so that nothing is folded or written afterwards.
  database.execute("UPDATE " + in_schema("checkpoints") +
                   " SET generation = generation + 1, position = 2 WHERE projection = 'users'");
  script->held = false;
  caf::anon_send(database_thread, std::make_shared<clerk_work>(clerk_work{[](storage::pool&) {}}));
  world.run();
  asked.receive(
      [&](const hold_reply& got) {
        EXPECT_FALSE(got.held) << "it folds on";
        EXPECT_EQ(got.folded, 2U);
      },
      [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
}

TEST_F(projector_on, a_hold_that_nobody_ends_ends_by_itself) {
  start();
  EXPECT_TRUE(ask<hold_reply>(hold_atom::value, std::string{"users"}).held);
  offer(journal.append({registered(1)}));
  EXPECT_EQ(status(0).folded, 0U);
  world.run();
  EXPECT_EQ(status(0).folded, 1U);
}

TEST_F(projector_on, rows_beyond_the_journal_are_not_trusted) {
  start();
  offer(journal.append({registered(1)}));
  world.run();
  database.execute("UPDATE " + in_schema("checkpoints") + " SET position = 8");
  start();
  EXPECT_EQ(status(0).phase, projection_phase::parked);
  EXPECT_EQ(status(0).parked_at, 2U);
  script->held = true;
  EXPECT_TRUE(ask<bool>(reload_atom::value, std::string{"users"}));
  offer(journal.append({registered(2)}));
  EXPECT_EQ(status(0).phase, projection_phase::opening);
  EXPECT_TRUE(shown->at(0).parked) << "nobody knows yet that it is mended";
}

TEST_F(projector_on, does_not_read_a_row_that_is_older_than_what_it_wrote) {
  start();
  offer(journal.append({registered(1)}));
  world.run();
  EXPECT_EQ(phase_of(1), users::phase::active);
  offer(journal.append({disabled(1)}));
  world.run();
  EXPECT_EQ(phase_of(1), users::phase::disabled);
  start();
  EXPECT_EQ(phase_of(1), users::phase::disabled);
}

}
}
