// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/supervisor.hpp"

#include "tests/support/supervisor_world.hpp"

namespace muniment {
namespace {

using namespace test;

using supervisor_test = test::supervisor_world;

command_envelope registration(std::uint8_t number) {
  return wish_for<user::noun>(numbered(number), registering(number));
}

TEST_F(supervisor_test, the_first_command_wakes_the_workspace) {
  EXPECT_EQ(script->wakes, 0);
  ask(registration(1));
  EXPECT_EQ(run().at(0).position, 1U);
  ask(registration(2));
  EXPECT_EQ(run().at(0).position, 2U);
  EXPECT_EQ(script->wakes, 1);
  EXPECT_EQ(script->wake_deadline, noon + supervisor_limits{}.waking);
}

TEST_F(supervisor_test, asking_its_host_wakes_the_workspace_too) {
  auto read = self->request(keeper, caf::infinite, lookup_keys_request{});
  auto tell = self->request(keeper, caf::infinite, state_request{"user", numbered(1)});
  auto open = self->request(keeper, caf::infinite, subject_key_request{numbered(1)});
  world.run_until_pause();
  auto sign = self->request(keeper, caf::infinite, signing_secret_request{numbered(1)});
  world.run_until_pause();
  const auto fail = [](const caf::error&) { FAIL(); };
  read.receive([](const lookup_keys_reply& reply) { EXPECT_TRUE(reply.keys); }, fail);
  tell.receive([](const state_reply& reply) { EXPECT_EQ(reply.verdict, read_verdict::absent); },
               fail);
  open.receive(
      [](const subject_key_reply& reply) { EXPECT_EQ(reply.verdict, read_verdict::absent); }, fail);
  sign.receive(
      [](const signing_secret_reply& reply) { EXPECT_EQ(reply.verdict, read_verdict::absent); },
      fail);
  EXPECT_EQ(script->wakes, 1);
}

TEST_F(supervisor_test, nothing_is_told_while_the_workspace_cannot_wake) {
  script->reachable = false;
  auto held = self->request(keeper, caf::infinite, state_request{"user", numbered(1)});
  world.run_until_pause();
  auto late = self->request(keeper, caf::infinite, state_request{"user", numbered(1)});
  world.run_until_pause();
  for (auto* each : {&held, &late})
    each->receive(
        [](const state_reply& reply) { EXPECT_EQ(reply.verdict, read_verdict::unavailable); },
        [](const caf::error&) { FAIL(); });
}

TEST_F(supervisor_test, only_so_many_commands_wait_for_it_to_wake) {
  for (std::uint8_t number = 1; number <= 5; ++number)
    ask(registration(number));
  const auto replies = run();
  EXPECT_EQ(std::ranges::count(replies, command_verdict::accepted, &command_reply::verdict), 3);
  EXPECT_EQ(std::ranges::count(replies, "overloaded", &command_reply::why), 2);
}

TEST_F(supervisor_test, a_workspace_that_cannot_wake_refuses_and_tries_again) {
  script->reachable = false;
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "unavailable");
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "unavailable");
  EXPECT_EQ(script->wakes, 1);
  script->reachable = true;
  world.run();
  EXPECT_EQ(script->wakes, 2);
  ask(registration(1));
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
}

TEST_F(supervisor_test, what_does_not_wake_is_tried_again_only_while_somebody_asks) {
  script->reachable = false;
  attend();
  attend();
  end_pauses();
  EXPECT_EQ(script->wakes, 2);
  end_pauses();
  end_pauses();
  EXPECT_EQ(script->wakes, 2);
  EXPECT_EQ(lease->given_back, 1) << "another node may have more luck";
  EXPECT_EQ(presence->lease, 0U);
  script->reachable = true;
  EXPECT_TRUE(attend().awake);
  EXPECT_EQ(script->wakes, 3);
}

TEST_F(supervisor_test, a_deposed_journal_is_woken_anew) {
  ask(registration(1));
  run();
  hub->verdicts = {storage::part_verdict::refused};
  ask(registration(2));
  EXPECT_EQ(run().at(0).verdict, command_verdict::refused);
  ask(registration(2));
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
  EXPECT_EQ(script->wakes, 2);
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "already_exists");
}

TEST_F(supervisor_test, nobody_asking_lets_it_sleep_and_a_command_wakes_it) {
  ask(registration(1));
  run();
  world.run();
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "already_exists");
  EXPECT_EQ(script->wakes, 2);
}

TEST_F(supervisor_test, a_reader_wakes_it_and_learns_from_where_on_it_may_read) {
  script->position = 7;
  const auto seen = attend();
  EXPECT_TRUE(seen.awake);
  EXPECT_EQ(seen.position, 7U);
  EXPECT_EQ(seen.term, presence->term);
  EXPECT_TRUE(seen.projector);
  world.run();
  EXPECT_EQ(presence->term, 0U) << "asleep";
  EXPECT_GT(attend().term, seen.term);
}

TEST_F(supervisor_test, a_reader_of_a_workspace_that_cannot_wake_is_told_so) {
  script->reachable = false;
  EXPECT_FALSE(attend().awake);
  EXPECT_EQ(presence->term, 0U);
}

TEST_F(supervisor_test, what_is_committed_reaches_the_projector) {
  ask(registration(1));
  run();
  EXPECT_EQ(folding->folded, script->position);
}

TEST_F(supervisor_test, a_full_projector_holds_commands_back_until_it_has_room) {
  attend();
  press(true);
  for (std::uint8_t number = 1; number <= 4; ++number)
    ask(registration(number));
  world.run_until_pause();
  EXPECT_EQ(script->position, 0U);
  auto reading = self->request(keeper, caf::infinite, lookup_keys_request{});
  world.run_until_pause();
  reading.receive(
      [](const lookup_keys_reply& reply) { EXPECT_EQ(reply.verdict, read_verdict::found); },
      [](const caf::error&) { FAIL(); });
  press(false);
  const auto replies = run();
  EXPECT_EQ(std::ranges::count(replies, command_verdict::accepted, &command_reply::verdict), 3);
  EXPECT_EQ(std::ranges::count(replies, "overloaded", &command_reply::why), 1);
}

TEST_F(supervisor_test, a_projector_that_ends_is_started_anew) {
  const auto seen = attend();
  self->send(seen.projector, repair_atom::value, std::string{"users"});
  world.run_until_pause();
  const auto again = attend();
  EXPECT_NE(again.projector, seen.projector);
  EXPECT_GT(again.term, seen.term);
}

TEST_F(supervisor_test, nothing_is_woken_before_all_of_the_term_before_has_ended) {
  folding->lingers = true;
  const auto seen = attend();
  hub->verdicts = {storage::part_verdict::refused};
  ask(registration(1)); // and the journal is deposed
  run();
  end_pauses();
  EXPECT_EQ(script->wakes, 1) << "two projectors would fold into the same rows";
  EXPECT_FALSE(attend().awake);
  self->send(seen.projector, persist_atom::value);
  world.run_until_pause();
  EXPECT_EQ(script->wakes, 2);
  EXPECT_NE(attend().projector, seen.projector);
}

TEST_F(supervisor_test, one_that_slept_is_not_woken_before_all_has_ended_either) {
  folding->lingers = true;
  const auto seen = attend();
  self->send(keeper, sleep_atom::value);
  world.run_until_pause();
  ask(registration(1));
  world.run_until_pause();
  EXPECT_EQ(script->wakes, 1);
  self->send(seen.projector, persist_atom::value);
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
  EXPECT_EQ(script->wakes, 2);
}

TEST_F(supervisor_test, what_an_earlier_projector_says_of_its_room_counts_no_more) {
  const auto seen = attend();
  const auto earlier = press;
  self->send(seen.projector, repair_atom::value, std::string{"users"});
  world.run_until_pause();
  attend();
  earlier(true);
  ask(registration(1));
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
}

TEST_F(supervisor_test, whoever_waits_is_told_when_it_ends) {
  hub->verdicts = {storage::part_verdict::not_sent};
  ask(registration(1)); // and the journal pauses with it
  world.run_until_pause();
  press(true);
  ask(registration(2)); // held until there is room
  world.run_until_pause();
  self->send_exit(keeper, caf::exit_reason::user_shutdown);
  const auto replies = run();
  EXPECT_EQ(replies.at(0).verdict, command_verdict::unknown);
  EXPECT_EQ(replies.at(0).why, "");
  EXPECT_EQ(replies.at(1).why, "unavailable");
}

TEST_F(supervisor_test, who_reads_keeps_it_awake) {
  const auto seen = attend();
  look_idle(); // who attended counts once
  presence->touched = true;
  look_idle();
  EXPECT_EQ(presence->term, seen.term);
  look_idle();
  EXPECT_EQ(presence->term, 0U);
}

TEST_F(supervisor_test, who_woke_it_may_let_it_sleep_unless_somebody_reads) {
  const auto send_to_sleep = [this] {
    self->send(keeper, sleep_atom::value);
    world.run_until_pause();
  };
  send_to_sleep();
  const auto seen = attend();
  presence->touched = true;
  send_to_sleep();
  EXPECT_EQ(presence->term, seen.term);
  presence->touched = false;
  EXPECT_EQ(lease->given_back, 0);
  send_to_sleep();
  EXPECT_EQ(presence->term, 0U);
  EXPECT_EQ(lease->given_back, 1) << "so that another node may serve it";
  ask(registration(1));
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
}

TEST_F(supervisor_test, one_look_is_awaited_however_often_it_slept_and_woke) {
  for (int round = 0; round < 3; ++round) {
    attend();
    self->send(keeper, sleep_atom::value);
    world.run_until_pause();
  }
  const auto seen = attend();
  end_pauses();
  EXPECT_EQ(presence->term, seen.term) << "somebody asked since it woke";
}

TEST_F(supervisor_test, commands_held_back_keep_it_awake) {
  attend();
  press(true);
  ask(registration(1));
  for (int look = 0; look < 3; ++look)
    look_idle();
  EXPECT_NE(presence->term, 0U);
  press(false);
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
}

TEST_F(supervisor_test, commands_held_back_are_refused_when_its_lease_lapses) {
  attend();
  press(true);
  ask(registration(1));
  world.run_until_pause();
  self->send(keeper, lapse_atom::value);
  EXPECT_EQ(run().at(0).why, "unavailable");
}

TEST_F(supervisor_test, a_workspace_whose_keys_do_not_open_is_not_woken_without_a_pause) {
  script->position = 7;
  script->keys.clear();
  ask(registration(1));
  EXPECT_EQ(run().at(0).verdict, command_verdict::unknown);
  EXPECT_EQ(script->wakes, 2);
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "unavailable");
  EXPECT_EQ(script->wakes, 2);
}

TEST_F(supervisor_test, a_workspace_that_another_node_serves_is_not_woken) {
  lease->answer = {0, true, "node 7 serves it"};
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "unavailable");
  EXPECT_FALSE(attend().awake);
  EXPECT_EQ(script->wakes, 0);
  EXPECT_EQ(presence->lease, 0U);
  lease->answer = {4, false, {}};
  world.run_until_pause();
  ask(registration(1));
  EXPECT_EQ(run().at(0).why, "unavailable") << "between two looks";
  end_pauses();
  ask(registration(1));
  EXPECT_EQ(run().at(0).verdict, command_verdict::accepted);
  EXPECT_EQ(presence->lease, 4U);
  EXPECT_EQ(script->wakes, 1);
}

TEST_F(supervisor_test, what_another_node_serves_is_waited_for_only_while_somebody_asks) {
  lease->answer = {0, true, "node 7 serves it"};
  attend();
  EXPECT_EQ(lease->asked, 1);
  attend();
  end_pauses();
  EXPECT_EQ(lease->asked, 2);
  end_pauses();
  end_pauses();
  EXPECT_EQ(lease->asked, 2);
  attend();
  EXPECT_EQ(lease->asked, 3);
}

TEST_F(supervisor_test, a_lease_that_lapses_lets_go_of_the_workspace_at_once) {
  ask(registration(1));
  run();
  EXPECT_EQ(presence->lease, 1U);
  lease->answer = {0, true, "node 7 serves it"};
  self->send(keeper, lapse_atom::value);
  world.run_until_pause();
  EXPECT_EQ(presence->term, 0U);
  EXPECT_EQ(presence->lease, 0U);
  EXPECT_EQ(lease->given_back, 0) << "it is not ours any more";
  ask(registration(2));
  EXPECT_EQ(run().at(0).why, "unavailable");
  EXPECT_EQ(script->wakes, 1);
}

TEST_F(supervisor_test, who_falls_asleep_gives_the_lease_back) {
  attend();
  look_idle();
  EXPECT_EQ(lease->given_back, 0) << "who attended counts once";
  look_idle();
  EXPECT_EQ(lease->given_back, 1);
  EXPECT_EQ(presence->lease, 0U);
}

}
}
