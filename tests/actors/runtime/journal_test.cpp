// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/journal.hpp"

#include "tests/support/actor_world.hpp"
#include "tests/support/append_requests.hpp"
#include "tests/support/database_script.hpp"
#include "tests/support/logged.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace std::chrono_literals;
using storage::part_verdict;
using test::archivist_of_script;
using test::database_script;
using test::disabling;
using test::hub_of_script;
using test::noon;
using test::numbered;
using test::shared;

class journal_actor_test : public testing::Test {
protected:
  void SetUp() override {
    auto options = std::make_shared<journal_options>(
        journal_options{{test::here, numbered(9), 1, 0, instant{}, {}, {}},
                        world.system().spawn(hub_of_script, play),
                        world.system().spawn(archivist_of_script, play),
                        [this] { return now; },
                        [this](const std::vector<recorded_body>& bodies) {
                          for (const auto& each : bodies)
                            published.push_back(each.position);
                        },
                        [this](settlement found, const journal_counts& seen) {
                          settled.push_back(found);
                          counts = seen;
                        },
                        {},
                        [this] { return passed; }});
    options->limits.waiting_requests = 5;
    options_ = options;
    writer = world.system().spawn(journal, std::shared_ptr<const journal_options>{options});
    world.run();
  }

  /// Sends without running anybody.
  void ask(append_request request) {
    asked.push_back(self->request(writer, caf::infinite, shared(std::move(request))));
  }

  /// Runs everybody; the answers in the order they were asked for.
  std::vector<append_reply> run() {
    world.run();
    std::vector<append_reply> all;
    for (auto& each : asked)
      each.receive([&](const append_reply& reply) { all.push_back(reply); },
                   [&](const caf::error& error) { ADD_FAILURE() << world.system().render(error); });
    asked.clear();
    return all;
  }

  test::actor_world world;
  caf::scoped_actor self{world.system()};
  std::shared_ptr<database_script> play = std::make_shared<database_script>();
  std::shared_ptr<journal_options> options_;
  journal_actor writer;
  instant now = noon;
  std::chrono::steady_clock::time_point passed{24h};
  std::vector<std::uint64_t> published;
  std::vector<decltype(self->request(writer, caf::infinite, append_ptr{}))> asked;
  std::vector<settlement> settled;
  journal_counts counts;
};

TEST_F(journal_actor_test, answers_with_the_position_after_the_commit) {
  ask(disabling(1, 2));
  const auto replies = run();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].verdict, append_verdict::committed);
  EXPECT_EQ(replies[0].position, 2U);
  EXPECT_EQ(published, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(journal_actor_test, many_at_once_are_gathered_for_a_moment_and_one_alone_is_not) {
  options_->limits.gathering = std::chrono::hours{1};
  writer = world.system().spawn(journal, std::shared_ptr<const journal_options>{options_});
  for (std::uint8_t user = 1; user <= 2; ++user) {
    ask(disabling(user));
    world.run_until_pause();
  }
  EXPECT_EQ(play->seen.size(), 2U) << "one after the other";
  for (std::uint8_t user = 3; user <= 5; ++user)
    ask(disabling(user));
  world.run_until_pause();
  ASSERT_EQ(play->seen.size(), 3U) << "nobody knew that more would come";
  EXPECT_EQ(run().size(), 5U);
  ASSERT_EQ(play->seen.size(), 4U);
  EXPECT_EQ(play->seen[3].facts.size(), 2U);
}

TEST_F(journal_actor_test, nothing_is_gathered_when_the_batch_before_is_long_over) {
  for (std::uint8_t user = 1; user <= 3; ++user)
    ask(disabling(user));
  world.run_until_pause();
  ASSERT_EQ(play->seen.size(), 1U) << "two are gathered";
  run();
  ASSERT_EQ(play->seen.size(), 2U);
  passed += options_->limits.gathering;
  ask(disabling(4));
  world.run_until_pause();
  EXPECT_EQ(play->seen.size(), 3U);
  run();
}

TEST_F(journal_actor_test, a_full_batch_is_gathered_for_no_longer) {
  options_->limits.gathering = std::chrono::hours{1};
  options_->limits.batch_requests = 2;
  writer = world.system().spawn(journal, std::shared_ptr<const journal_options>{options_});
  for (std::uint8_t user = 1; user <= 5; ++user)
    ask(disabling(user));
  world.run_until_pause();
  EXPECT_EQ(play->seen.size(), 3U);
  EXPECT_EQ(run().size(), 5U);
}

TEST_F(journal_actor_test, what_arrives_during_a_commit_forms_the_next_batch) {
  for (std::uint8_t user = 1; user <= 4; ++user)
    ask(disabling(user));
  EXPECT_EQ(run().size(), 4U);
  ASSERT_EQ(play->seen.size(), 2U);
  EXPECT_EQ(play->seen[0].facts.size(), 1U);
  EXPECT_EQ(play->seen[1].facts.size(), 3U);
}

TEST_F(journal_actor_test, a_full_queue_is_an_answer) {
  for (std::uint8_t user = 1; user <= 8; ++user)
    ask(disabling(user));
  const auto replies = run();
  EXPECT_EQ(std::ranges::count(replies, refusal_code::overloaded, &append_reply::why), 2);
  EXPECT_EQ(std::ranges::count(replies, append_verdict::committed, &append_reply::verdict), 6);
}

TEST_F(journal_actor_test, what_is_late_is_not_begun) {
  now = noon + 2h;
  ask(disabling(1));
  EXPECT_EQ(run().at(0).why, refusal_code::deadline_passed);
  EXPECT_TRUE(play->seen.empty());
}

TEST_F(journal_actor_test, an_unknown_outcome_that_was_written_is_acknowledged_once) {
  play->verdicts = {part_verdict::unknown};
  play->write_unknown = true;
  ask(disabling(1));
  const auto replies = run();
  EXPECT_EQ(replies.at(0).verdict, append_verdict::committed);
  EXPECT_EQ(play->seen.size(), 1U);
  EXPECT_EQ(published, std::vector<std::uint64_t>{1});
  EXPECT_EQ(counts.unknown_found_written, 1U);
  EXPECT_EQ(settled, std::vector{settlement::written});
}

TEST_F(journal_actor_test, an_unknown_outcome_that_was_not_written_is_sent_again_in_the_new_epoch) {
  play->verdicts = {part_verdict::unknown};
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  ASSERT_EQ(play->seen.size(), 2U);
  EXPECT_EQ(play->seen[0].epoch, 1U);
  EXPECT_EQ(play->seen[1].epoch, 2U);
  EXPECT_EQ(play->seen[1].position, 0U);
  EXPECT_EQ(counts.unknown_found_absent, 1U);
  EXPECT_EQ(settled, std::vector{settlement::absent});
}

TEST_F(journal_actor_test, an_unknown_refusal_is_sent_again_since_nothing_shows_that_it_was_kept) {
  play->verdicts = {part_verdict::unknown};
  auto refusal = disabling(1, 0);
  refusal.idempotency = idempotency_ticket{{1}, {2}, {3}, noon + 24h};
  ask(std::move(refusal));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  ASSERT_EQ(play->seen.size(), 2U);
  EXPECT_EQ(play->seen[1].idempotency.size(), 1U);
  EXPECT_EQ(counts.unknown_found_absent, 1U);
}

TEST_F(journal_actor_test, nothing_is_accepted_until_the_outcome_is_known) {
  play->verdicts = {part_verdict::unknown};
  play->unreachable = 1;
  ask(disabling(1));
  world.run_until_pause();
  ask(disabling(2));
  world.run_until_pause();
  EXPECT_EQ(play->settled, 0);
  const auto replies = run();
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].verdict, append_verdict::committed);
  EXPECT_EQ(replies[1].verdict, append_verdict::refused);
  EXPECT_EQ(replies[1].why, refusal_code::unavailable);
  EXPECT_EQ(play->settled, 1);
}

TEST_F(journal_actor_test, a_journal_that_somebody_else_wrote_is_left) {
  play->verdicts = {part_verdict::unknown};
  play->foreign = true;
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::unknown);
  EXPECT_TRUE(published.empty());
}

TEST_F(journal_actor_test, a_writer_deposed_before_it_found_out_says_that_it_does_not_know) {
  play->verdicts = {part_verdict::unknown};
  play->deposed = true;
  ask(disabling(1));
  ask(disabling(2));
  const auto replies = run();
  EXPECT_EQ(replies.at(0).verdict, append_verdict::unknown);
  EXPECT_EQ(replies.at(1).verdict, append_verdict::refused) << "it was never sent";
}

/// Its own raise must not pass for another writer's.
TEST_F(journal_actor_test, an_epoch_that_was_raised_before_the_reading_failed_is_its_own) {
  play->verdicts = {part_verdict::unknown};
  play->write_unknown = true;
  play->raised_unread = true;
  play->unreachable = 2;
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  EXPECT_EQ(settled, std::vector{settlement::written});
  ask(disabling(2));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  ASSERT_EQ(play->seen.size(), 2U);
  EXPECT_EQ(play->seen[1].epoch, 4U);
  EXPECT_EQ(play->seen[1].position, 1U);
}

TEST_F(journal_actor_test, another_writer_beyond_its_own_raise_deposes_it) {
  play->verdicts = {part_verdict::unknown};
  play->write_unknown = true;
  play->raised_unread = true;
  play->unreachable = 1;
  ask(disabling(1));
  world.run_until_pause();
  ++play->epoch;
  EXPECT_EQ(run().at(0).verdict, append_verdict::unknown);
  EXPECT_TRUE(published.empty());
}

TEST_F(journal_actor_test, a_hub_that_is_gone_may_have_written) {
  self->send_exit(options_->hub, caf::exit_reason::kill);
  world.run_until_pause();
  ask(disabling(1));
  ask(disabling(2));
  const auto replies = run();
  EXPECT_EQ(replies.at(0).verdict, append_verdict::unknown);
  EXPECT_EQ(replies.at(1).verdict, append_verdict::refused);
}

TEST_F(journal_actor_test, a_deposed_writer_refuses_and_quits) {
  play->verdicts = {part_verdict::refused};
  self->monitor(writer);
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::refused);
  EXPECT_TRUE(self->has_next_message()) << "the news that it quit";
}

TEST_F(journal_actor_test, what_was_certainly_not_sent_is_sent_again) {
  play->verdicts = {part_verdict::not_sent, part_verdict::not_sent};
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  EXPECT_EQ(play->seen.size(), 3U);
  EXPECT_EQ(play->settled, 0);
}

TEST_F(journal_actor_test, one_unlawful_request_does_not_harm_its_neighbours) {
  ask(disabling(1));
  ask(disabling(2));
  auto unlawful = disabling(3);
  unlawful.taken = {{claim_kind::email, {1}}};
  ask(std::move(unlawful));
  ask(disabling(4));
  play->verdicts = {part_verdict::committed, part_verdict::failed, part_verdict::committed,
                    part_verdict::failed, part_verdict::committed};
  const auto replies = run();
  ASSERT_EQ(replies.size(), 4U);
  EXPECT_EQ(std::ranges::count(replies, refusal_code::name_taken, &append_reply::why), 1);
  EXPECT_EQ(std::ranges::count(replies, append_verdict::committed, &append_reply::verdict), 3);
  EXPECT_EQ(published, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(journal_actor_test, a_pause_tells_the_log_once_what_the_database_says) {
  const test::logged log;
  play->sqlstate = "53100";
  play->verdicts = {part_verdict::failed, part_verdict::failed, part_verdict::failed};
  ask(disabling(1));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  EXPECT_EQ(log.count("refuses it for now (53100)"), 1) << log.lines.str();
  passed += options_->limits.quiet;
  ask(disabling(2));
  run();
  EXPECT_EQ(log.count("are committed again"), 1) << log.lines.str();
}

TEST_F(journal_actor_test, refusals_tell_the_log_each_cause_once_however_many_parts_it_meets) {
  const test::logged log;
  play->verdicts = {part_verdict::committed, part_verdict::failed, part_verdict::failed,
                    part_verdict::failed, part_verdict::malformed};
  play->sqlstate = "42501";
  play->sentence = "a fact's body is over its limit";
  for (std::uint8_t user = 1; user <= 5; ++user)
    ask(disabling(user));
  run();
  EXPECT_EQ(log.count("refuses it (42501)"), 1) << log.lines.str();
  EXPECT_EQ(log.count("a fact's body is over its limit"), 1) << log.lines.str();
}

TEST_F(journal_actor_test, what_is_malformed_stays_so_whatever_its_sentence_begins_with) {
  play->verdicts = {part_verdict::malformed};
  play->sentence = "57 bodies are over their limit";
  ask(disabling(1));
  EXPECT_EQ(run().at(0).why, refusal_code::invalid_value);
  EXPECT_EQ(play->seen.size(), 1U);
}

TEST_F(journal_actor_test, a_repeated_command_gets_its_stored_outcome) {
  play->found.commands_known = {{{1}, {2}, 7, {9}, noon}};
  auto request = disabling(1);
  request.idempotency = {{1}, {2}, {}, noon};
  ask(std::move(request));
  const auto replies = run();
  EXPECT_EQ(replies.at(0).verdict, append_verdict::known);
  EXPECT_EQ(replies.at(0).outcome, bytes{9});
  EXPECT_TRUE(play->seen.empty());
}

TEST_F(journal_actor_test, only_the_claims_of_a_stream_go_with_it) {
  const claim own{claim_kind::email, {1}}, of_another{claim_kind::user_name, {2}};
  play->found.claims_held = {
      {static_cast<std::int16_t>(own.kind), own.digest, numbered(1)},
      {static_cast<std::int16_t>(of_another.kind), of_another.digest, numbered(2)}};
  auto request = disabling(1);
  request.released = {own, of_another};
  ask(std::move(request));
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
  ASSERT_EQ(play->seen.size(), 1U);
  EXPECT_EQ(play->seen[0].claims_released,
            (std::vector<storage::claim_id>{{static_cast<std::int16_t>(own.kind), own.digest}}));
}

TEST_F(journal_actor_test, an_archivist_that_cannot_answer_is_asked_again) {
  play->found.reached = false;
  auto request = disabling(1);
  request.taken = {{claim_kind::email, {1}}};
  ask(std::move(request));
  world.run_until_pause();
  EXPECT_TRUE(play->seen.empty());
  play->found.reached = true;
  EXPECT_EQ(run().at(0).verdict, append_verdict::committed);
}

}
}
