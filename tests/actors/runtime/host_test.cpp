// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/host.hpp"

#include "tests/support/host_world.hpp"

namespace muniment {
namespace {

using namespace test;

using host_test = test::host_world;

TEST_F(host_test, a_yes_is_answered_with_its_position) {
  EXPECT_EQ(tell(registration(1)), (command_reply{command_verdict::accepted, 1, {}}));
}

TEST_F(host_test, a_no_is_answered_by_its_name_and_writes_nothing) {
  EXPECT_EQ(tell(disabling_of(1)).why, "not_found");
  EXPECT_TRUE(script->appended.empty());
}

TEST_F(host_test, nothing_personal_reaches_the_journal_in_the_clear) {
  tell(registration(1));
  for (const auto& [name, bodies] : script->streams)
    for (const auto& body : bodies)
      EXPECT_EQ(as_text(body).find("person-1"), std::string_view::npos);
}

TEST_F(host_test, the_subject_and_its_key_go_with_the_event) {
  tell(registration(1));
  const auto& request = script->appended.at(0);
  EXPECT_EQ(request.subject, numbered(1));
  EXPECT_FALSE(request.keys.written.empty());
  EXPECT_EQ(request.taken.size(), 1U);
}

TEST_F(host_test, the_second_command_of_a_stream_sees_the_first) {
  ask(registration(1));
  ask(disabling_of(1));
  ask(disabling_of(1));
  const auto replies = run();
  EXPECT_EQ(replies[1], (command_reply{command_verdict::accepted, 2, {}}));
  EXPECT_EQ(replies[2], (command_reply{command_verdict::accepted, 2, {}}));
  EXPECT_EQ(script->appended.size(), 2U);
}

TEST_F(host_test, a_new_host_reads_what_the_old_one_wrote) {
  tell(registration(1));
  tell(disabling_of(1));
  writer = spawn();
  EXPECT_EQ(tell(registration(1)).why, "already_exists");
  EXPECT_EQ(tell(wish_for<user::noun>(numbered(1), user::enable{})).position, 3U);
}

TEST_F(host_test, an_append_that_was_refused_leaves_the_state_as_it_was) {
  script->answers = {{append_verdict::refused, 0, {}, refusal_code::name_taken}};
  EXPECT_EQ(tell(registration(1)).why, "name_taken");
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::accepted);
}

TEST_F(host_test, an_append_of_unknown_fate_ends_the_host) {
  script->answers = {{append_verdict::unknown, 0, {}, {}}};
  self->monitor(writer);
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::unknown);
  EXPECT_TRUE(self->has_next_message()) << "the news that it quit";
}

TEST_F(host_test, what_is_late_is_not_begun) {
  now = noon + std::chrono::hours{2};
  EXPECT_EQ(tell(registration(1)).why, "deadline_passed");
}

TEST_F(host_test, a_stream_is_asked_for_until_the_deadline_and_missed_after_it) {
  script->reachable = false;
  script->while_reading = [this] { now = noon + std::chrono::hours{2}; };
  EXPECT_EQ(tell(registration(1)).why, "deadline_passed");
  EXPECT_EQ(script->stream_deadline, noon + std::chrono::hours{1});
}

TEST_F(host_test, no_key_is_fetched_for_what_is_late) {
  tell(registration(1));
  writer = spawn();
  const auto after_waking = script->keys_read;
  script->while_reading_keys = [this] { now = noon + std::chrono::hours{2}; };
  const credential::set_password wish{plain<std::string>{"$argon2id$"}, false};
  EXPECT_EQ(tell(wish_for<credential::noun>(numbered(1), wish)).why, "deadline_passed");
  EXPECT_EQ(script->keys_read, after_waking + 1) << "of two";
}

TEST_F(host_test, garbage_is_refused) {
  asked.push_back(self->request(writer, caf::infinite, command_message{{1, 2, 3}}));
  EXPECT_EQ(run().at(0).why, "unreadable_command");
  auto stranger = registration(1);
  stranger.category = "teapot";
  EXPECT_EQ(tell(stranger).why, "unreadable_command");
  auto broken = registration(1);
  broken.wish = {0xc1};
  EXPECT_EQ(tell(broken).why, "unreadable_command");
}

TEST_F(host_test, a_full_host_is_an_answer) {
  limits.commands = 2;
  writer = spawn();
  for (std::uint8_t number = 1; number <= 4; ++number)
    ask(registration(number));
  const auto replies = run();
  EXPECT_EQ(std::ranges::count(replies, "overloaded", &command_reply::why), 2);
}

TEST_F(host_test, an_unreachable_database_is_an_answer) {
  script->reachable = false;
  EXPECT_EQ(tell(registration(1)).why, "unavailable");
  script->reachable = true;
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::accepted);
}

TEST_F(host_test, trimmed_aggregates_come_back_from_their_streams) {
  limits.aggregates = 4;
  writer = spawn();
  for (std::uint8_t number = 1; number <= 20; ++number)
    tell(registration(number));
  for (std::uint8_t number = 1; number <= 20; ++number)
    EXPECT_EQ(tell(registration(number)).why, "already_exists") << int{number};
}

TEST_F(host_test, an_erased_person_is_unreadable_and_the_others_are_not) {
  tell(registration(1));
  tell(registration(2));
  EXPECT_EQ(tell(erasing(1)).verdict, command_verdict::accepted);
  EXPECT_FALSE(script->keys.contains(storage::subject_key_id(numbered(1))));
  EXPECT_TRUE(script->keys.contains(storage::subject_key_id(numbered(2))));
  EXPECT_EQ(script->appended.back().released.size(), 1U);
  writer = spawn();
  EXPECT_EQ(tell(disabling_of(1)).why, "erased");
  EXPECT_EQ(tell(disabling_of(2)).verdict, command_verdict::accepted);
}

TEST_F(host_test, an_erasure_goes_alone_and_nothing_is_lost_around_it) {
  tell(registration(1));
  for (std::uint8_t number = 2; number <= 9; ++number)
    ask(registration(number));
  ask(erasing(1));
  for (std::uint8_t number = 10; number <= 19; ++number)
    ask(registration(number));
  for (const auto& reply : run())
    EXPECT_EQ(reply.verdict, command_verdict::accepted);
  EXPECT_EQ(script->appended.size(), 20U);
}

TEST_F(host_test, a_roll_wraps_every_key_anew) {
  tell(wish_for<workspace::noun>(numbered(50),
                                 workspace::create{"acme", "https://acme.test", "Acme"}));
  tell(registration(1));
  const auto before = script->keys;
  EXPECT_EQ(tell(wish_for<workspace::noun>(numbered(50), workspace::roll_keys{2})).why, "");
  for (const auto& [id, row] : script->keys)
    if (id.kind != static_cast<std::int16_t>(storage::key_kind::subject)) {
      EXPECT_NE(before.at(id).wrapped, row.wrapped);
    }
  writer = spawn();
  EXPECT_EQ(tell(disabling_of(1)).verdict, command_verdict::accepted);
}

TEST_F(host_test, a_roll_goes_under_an_era_that_came_while_the_host_was_awake) {
  tell(wish_for<workspace::noun>(numbered(50),
                                 workspace::create{"acme", "https://acme.test", "Acme"}));
  tell(registration(1));
  const storage::era second{2, std::make_shared<const crypto::sealing_key>(bytes(32, 2))};
  eras = {script->era, second};
  EXPECT_EQ(tell(wish_for<workspace::noun>(numbered(50), workspace::roll_keys{2})).why, "");
  eras = {second};
  writer = spawn();
  EXPECT_EQ(tell(disabling_of(1)).verdict, command_verdict::accepted);
}

class repeated : public host_test {
protected:
  static command_envelope keyed(command_envelope wish, std::uint8_t key, std::uint8_t fingerprint) {
    wish.idempotency = {{key}, {fingerprint}};
    return wish;
  }
};

TEST_F(repeated, a_command_under_the_same_key_is_answered_alike_and_done_once) {
  const auto first = tell(keyed(registration(1), 1, 1));
  EXPECT_EQ(tell(keyed(registration(1), 1, 1)), first);
  EXPECT_EQ(script->streams.size(), 1U);
  EXPECT_EQ(script->appended.size(), 1U);
}

TEST_F(repeated, another_command_under_the_same_key_is_a_mismatch) {
  tell(keyed(registration(1), 1, 1));
  EXPECT_EQ(tell(keyed(registration(2), 1, 2)).why, "idempotency_mismatch");
}

TEST_F(repeated, a_refusal_is_remembered_too) {
  EXPECT_EQ(tell(keyed(disabling_of(1), 1, 1)).why, "not_found");
  tell(registration(1));
  EXPECT_EQ(tell(keyed(disabling_of(1), 1, 1)).why, "not_found");
}

TEST_F(repeated, an_outcome_is_stored_sealed_and_survives_a_new_host_and_new_keys) {
  EXPECT_EQ(tell(keyed(disabling_of(1), 1, 1)).why, "not_found");
  EXPECT_EQ(as_text(script->commands.at(0).outcome).find("not_found"), std::string_view::npos);
  tell(wish_for<workspace::noun>(numbered(50),
                                 workspace::create{"acme", "https://acme.test", "Acme"}));
  tell(wish_for<workspace::noun>(numbered(50), workspace::roll_keys{2}));
  writer = spawn();
  EXPECT_EQ(tell(keyed(disabling_of(1), 1, 1)).why, "not_found");
}

TEST_F(repeated, a_changed_outcome_is_no_answer_and_nothing_is_done_again) {
  tell(keyed(registration(1), 1, 1));
  const auto good = script->commands.at(0).outcome;
  for (std::size_t at = 0; at < good.size(); ++at) {
    script->commands.at(0).outcome = good;
    script->commands.at(0).outcome[at] ^= 1;
    EXPECT_EQ(tell(keyed(registration(1), 1, 1)).why, "unavailable") << at;
  }
  EXPECT_EQ(script->appended.size(), 1U);
  script->commands.at(0).outcome = good;
  EXPECT_EQ(tell(keyed(registration(1), 1, 1)).verdict, command_verdict::accepted);
}

TEST_F(repeated, the_outcome_of_another_command_is_no_answer) {
  tell(keyed(registration(1), 1, 1));
  tell(keyed(disabling_of(9), 2, 2));
  std::swap(script->commands.at(0).outcome, script->commands.at(1).outcome);
  EXPECT_EQ(tell(keyed(registration(1), 1, 1)).why, "unavailable");
  EXPECT_EQ(tell(keyed(disabling_of(9), 2, 2)).why, "unavailable");
}

TEST_F(repeated, what_the_journal_knows_already_is_opened_too) {
  tell(keyed(registration(1), 1, 1));
  const auto row = script->commands.at(0);
  script->commands.clear();
  script->answers = {{append_verdict::known, 1, row.outcome, {}},
                     {append_verdict::known, 1, bytes{1, 2, 3}, {}}};
  EXPECT_EQ(tell(keyed(wish_for<user::noun>(numbered(1), user::disable{}), 1, 1)),
            (command_reply{command_verdict::accepted, 1, {}}));
  EXPECT_EQ(tell(keyed(wish_for<user::noun>(numbered(1), user::disable{}), 1, 1)).why,
            "unavailable");
}

TEST_F(repeated, at_once_it_is_in_flight) {
  ask(keyed(registration(1), 1, 1));
  ask(keyed(registration(2), 1, 1));
  const auto replies = run();
  EXPECT_EQ(replies[0].verdict, command_verdict::accepted);
  EXPECT_EQ(replies[1].why, "in_flight");
}

TEST_F(host_test, where_a_wish_came_from_is_sealed_beside_it) {
  auto wish = registration(1);
  wish.access = plain{access_metadata{"192.0.2.7", "a browser"}};
  tell(wish);
  ASSERT_TRUE(script->appended.at(0).events.at(0).access);
  const auto& box = script->appended.at(0).events.at(0).access->box;
  EXPECT_EQ(as_text(box).find("192.0.2.7"), std::string_view::npos);
  EXPECT_GT(box.size(), 60U);
}

TEST_F(host_test, no_stream_is_looked_for_where_there_can_be_none) {
  auto wish = registration(1);
  wish.no_stream = true;
  EXPECT_EQ(tell(wish).verdict, command_verdict::accepted);
  EXPECT_EQ(script->streams_read, 0);
  EXPECT_EQ(tell(wish).why, "already_exists");
}

TEST_F(host_test, a_stream_that_is_there_all_the_same_is_read_after_the_refusal) {
  auto wish = wish_for<project::noun>(numbered(9), project::create{"shop"});
  tell(wish);
  writer = spawn();
  script->answers = {{append_verdict::refused, 0, {}, refusal_code::unavailable}};
  wish.no_stream = true;
  EXPECT_EQ(tell(wish).why, "unavailable") << "the database knows better";
  EXPECT_EQ(script->streams_read, 1);
  EXPECT_EQ(tell(wish_for<project::noun>(numbered(9), project::define_role{"reader"})).verdict,
            command_verdict::accepted);
  EXPECT_EQ(script->streams_read, 2);
}

class unborn : public host_world {
protected:
  void SetUp() override {
    script->unborn();
    host_world::SetUp();
  }

  static command_envelope creation(std::uint8_t stream) {
    return wish_for<workspace::noun>(numbered(stream),
                                     workspace::create{"acme", "https://acme.test", "Acme"});
  }
};

TEST_F(unborn, the_first_append_brings_the_keys_and_the_workspace_lives) {
  EXPECT_EQ(tell(creation(50)), (command_reply{command_verdict::accepted, 1, {}}));
  ASSERT_EQ(script->appended.size(), 1U);
  EXPECT_EQ(script->appended.at(0).keys.written.size(), 4U);
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::accepted);
  writer = spawn();
  EXPECT_EQ(tell(disabling_of(1)).verdict, command_verdict::accepted);
  EXPECT_EQ(tell(wish_for<workspace::noun>(numbered(50), workspace::roll_keys{2})).why, "");
}

TEST_F(unborn, everything_else_is_refused_until_then) {
  EXPECT_EQ(tell(registration(1)).why, "not_found");
  EXPECT_EQ(tell(wish_for<workspace::noun>(numbered(50), workspace::roll_keys{2})).why,
            "not_found");
  EXPECT_EQ(read<lookup_keys_reply>(lookup_keys_request{}).verdict, read_verdict::absent);
  EXPECT_EQ(read<subject_key_reply>(subject_key_request{numbered(1)}).verdict,
            read_verdict::absent);
  EXPECT_EQ(read<state_reply>(state_request{"workspace", numbered(50)}).verdict,
            read_verdict::absent);
  EXPECT_TRUE(script->appended.empty());
}

TEST_F(unborn, of_two_creators_one_wins) {
  ask(creation(50));
  ask(creation(50));
  ask(creation(51));
  ask(registration(1));
  const auto replies = run();
  EXPECT_EQ(replies[0].verdict, command_verdict::accepted);
  EXPECT_EQ(replies[1].why, "already_exists");
  EXPECT_EQ(replies[2].why, "already_exists") << "a journal has one workspace";
  EXPECT_EQ(replies[3].verdict, command_verdict::accepted);
}

TEST_F(unborn, a_creation_that_fails_leaves_nothing_behind) {
  auto bad = creation(50);
  bad.wish = pack_command(workspace::create{"-", "https://acme.test", "Acme"});
  bad.idempotency = {{1}, {1}};
  EXPECT_EQ(tell(bad).why, "invalid_value");
  EXPECT_TRUE(script->appended.empty()) << "not even what to answer next time";
  script->answers = {{append_verdict::refused, 0, {}, refusal_code::unavailable}};
  EXPECT_EQ(tell(creation(50)).why, "unavailable");
  EXPECT_EQ(tell(registration(1)).why, "not_found");
  EXPECT_EQ(tell(creation(50)).verdict, command_verdict::accepted);
  EXPECT_NE(script->appended.at(0).keys.written, script->appended.at(1).keys.written);
  writer = spawn();
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::accepted);
}

TEST_F(unborn, where_the_creation_came_from_is_sealed_under_a_key_born_with_it) {
  auto wish = creation(50);
  wish.access = plain{access_metadata{"192.0.2.7", "a browser"}};
  EXPECT_EQ(tell(wish).verdict, command_verdict::accepted);
  EXPECT_EQ(script->appended.at(0).keys.written.size(), 5U);
  EXPECT_TRUE(script->appended.at(0).events.at(0).access);
}

TEST_F(unborn, a_journal_that_has_events_and_no_keys_does_not_begin_anew) {
  script->position = 7;
  writer = spawn();
  self->monitor(writer);
  world.run();
  EXPECT_TRUE(self->has_next_message()) << "the news that it quit";
}

}
}
