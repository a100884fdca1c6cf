// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/projector.hpp"

#include "tests/support/projector_on.hpp"

namespace muniment {
namespace {

using namespace test;
using namespace std::chrono_literals;

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

TEST_F(projector_on, reads_the_journal_first_for_those_that_somebody_waits_for) {
  start();
  offer(
      journal.append({registered(1), registered(2), registered(3), registered(4), registered(5)}));
  world.run();
  database.execute(
      "INSERT INTO " + in_schema("checkpoints") +
      " VALUES ('sessions', 5, 0, '') ON CONFLICT (projection) DO UPDATE SET position = 5");
  database.execute("DELETE FROM " + in_schema("checkpoints") + " WHERE projection = 'users'");
  journal.append({signed_in(1)});
  script->held = true;
  start();
  caf::anon_send(running, wait_request{"sessions", 6, false, 1s});
  for (int works = 0; works < 4; ++works)
    let_the_clerk_work_once(); // Both checkpoints are opened; a page is read for users; then one
                               // for sessions.
  EXPECT_EQ(status(0).folded, 4U);
  EXPECT_EQ(status(1).folded, 6U);
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
  let_the_clerk_work();
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
  let_the_clerk_work();
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

}
}
