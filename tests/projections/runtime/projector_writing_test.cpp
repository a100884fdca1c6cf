// SPDX-License-Identifier: Apache-2.0
// What the projector's way into the tables does: projections/runtime/projector_writing.cpp.
#include "tests/support/projector_on.hpp"

namespace muniment {
namespace {

using namespace test;
using namespace std::chrono_literals;

class projector_writing_of : public projector_on {};

TEST_F(projector_writing_of, a_full_overlay_asks_appends_to_wait_until_it_is_written) {
  start(3);
  script->held = true;
  offer(
      journal.append({registered(1), registered(2), registered(3), registered(4), registered(5)}));
  EXPECT_EQ(status(0).folded, 3U) << "no more than the cap";
  EXPECT_TRUE(ask<status_reply>(status_atom::value).full);
  EXPECT_EQ(pressure, std::vector<bool>{true});
  let_the_clerk_work();
  world.run();
  EXPECT_EQ(status(0).folded, 5U);
  EXPECT_EQ(pressure.back(), false);
  EXPECT_EQ(views->get<users::model>().count(), 5U);
}

TEST_F(projector_writing_of, who_waits_for_the_table_finds_the_row_in_it) {
  start();
  offer(journal.append({registered(1), registered(2)}));
  EXPECT_EQ(views->get<users::model>().count(), 0U);
  auto asked = self->request(running, caf::infinite, wait_request{"users", 2, true, 1s});
  world.run_until_pause();
  asked.receive([&](const wait_reply& got) { EXPECT_EQ(got.verdict, wait_verdict::reached); },
                [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
  EXPECT_EQ(views->get<users::model>().list({}, 9).size(), 2U);
}

TEST_F(projector_writing_of, does_not_read_a_row_that_is_older_than_what_it_wrote) {
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

TEST_F(projector_writing_of, begins_anew_when_its_checkpoint_is_moved_by_somebody_else) {
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

TEST_F(projector_writing_of, who_waits_for_the_table_is_not_kept_until_more_has_come) {
  start();
  journal.append({registered(1)});
  script->held = true;
  offer(journal.append({registered(2)}));
  auto asked = self->request(running, caf::infinite, wait_request{"users", 2, true, 1s});
  world.run_until_pause();
  EXPECT_EQ(status(0).folded, 0U) << "the first did not arrive, and is still being read";
  let_the_clerk_work();
  ASSERT_EQ(status(0).persisted, 2U);
  asked.receive([&](const wait_reply& got) { EXPECT_EQ(got.verdict, wait_verdict::reached); },
                [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
}

TEST_F(projector_writing_of, what_is_appended_ends_a_pause_for_the_database_was_reached) {
  start();
  offer(journal.append({registered(1)}));
  script->away = true;
  world.end_pauses();
  world.run_until_pause();
  ASSERT_EQ(script->in_vain, 1U) << "its row could not be written";
  offer(journal.append({disabled(1)}));
  EXPECT_EQ(status(0).folded, 2U);
}

TEST_F(projector_writing_of, what_can_be_written_again_ends_a_pause) {
  start();
  offer(journal.append({registered(1)}));
  journal.append({registered(2)});
  script->away = true;
  offer(journal.append({registered(3)}));
  ASSERT_EQ(status(0).folded, 1U) << "the second did not arrive, and cannot be read";
  script->away = false;
  caf::anon_send(running, persist_atom::value);
  world.run_until_pause();
  EXPECT_EQ(status(0).folded, 3U);
}

TEST_F(projector_writing_of, the_end_of_a_pause_that_was_over_before_does_not_end_the_next_one) {
  start();
  journal.append({registered(1)});
  script->away = true;
  offer(journal.append({registered(2)}));
  offer(journal.append({registered(3)}));
  ASSERT_EQ(script->in_vain, 2U) << "the first did not arrive, and cannot be read";
  for (int times = 0; times < 2; ++times) {
    world.end_next_pause();
    world.run_until_pause();
  }
  EXPECT_EQ(script->in_vain, 3U);
}

TEST_F(projector_writing_of, a_pause_is_no_longer_for_one_that_was_over_before) {
  start();
  journal.append({registered(1)});
  script->away = true;
  offer(journal.append({registered(2)}));
  for (int times = 0; times < 4; ++times) {
    world.end_next_pause();
    world.run_until_pause();
  }
  ASSERT_EQ(script->in_vain, 5U) << "the last pause is a long one";
  offer(journal.append({registered(3)}));
  script->away = false;
  world.end_next_pause();
  world.run_until_pause();
  EXPECT_EQ(status(0).folded, 3U);
}

}
}
