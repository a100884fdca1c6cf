// SPDX-License-Identifier: Apache-2.0
#include "tests/support/history.hpp"

#include "actors/runtime/sequencing.hpp"
#include "tests/support/append_requests.hpp"

#include <gtest/gtest.h>

namespace muniment::test {
namespace {

using enum known_outcome;
using enum violation_kind;

/// A journal of `count` commands, numbered from 1, each with one event at its own number.
stored_journal journal_of(std::uint8_t count) {
  std::vector<append_ptr> requests;
  for (std::uint8_t number = 1; number <= count; ++number)
    requests.push_back(shared(number % 2 ? disabling(number) : ending(number)));
  auto batch = sequence({here, numbered(99), 1, 0, noon, {}, {}}, requests, noon);
  stored_journal journal{count, batch.part.frontier, std::move(batch.part.facts)};
  std::ranges::move(batch.part.traffic, std::back_inserter(journal.rows));
  std::ranges::sort(journal.rows, {}, &storage::event_row::position);
  return journal;
}

/// Command `number`, sent and answered in the second of its number, alone.
operation told(std::uint8_t number, known_outcome outcome = committed) {
  constexpr std::int64_t second = 1'000'000'000;
  return {numbered(number), number * second, number * second + 1, outcome, number, 1};
}

/// A history of its commands, all acknowledged where they stand.
std::vector<operation> all_told(std::uint8_t count) {
  std::vector<operation> history;
  for (std::uint8_t number = 1; number <= count; ++number)
    history.push_back(told(number));
  return history;
}

std::vector<violation_kind> kinds(std::span<const operation> history,
                                  const stored_journal& journal) {
  std::vector<violation_kind> found;
  for (const auto& each : check(history, journal))
    found.push_back(each.kind);
  return found;
}

using kind_list = std::vector<violation_kind>;

TEST(history, is_well_when_all_is_where_it_was_acknowledged) {
  EXPECT_EQ(kinds(all_told(5), journal_of(5)), kind_list{});
  EXPECT_EQ(kinds({}, {}), kind_list{});
}

TEST(history, lets_the_unknown_be_there_or_not) {
  auto history = all_told(3);
  history.push_back(told(4, unknown));
  history.push_back(told(5, none));
  EXPECT_EQ(kinds(history, journal_of(3)), kind_list{});
  EXPECT_EQ(kinds(history, journal_of(4)), kind_list{});
  EXPECT_EQ(kinds(history, journal_of(5)), kind_list{});
}

TEST(history, wants_the_refused_away) {
  auto history = all_told(3);
  history.push_back(told(4, refused));
  EXPECT_EQ(kinds(history, journal_of(3)), kind_list{});
  EXPECT_EQ(kinds(history, journal_of(4)), kind_list{refusal_written});
}

TEST(history, misses_what_was_acknowledged) {
  auto history = all_told(3);
  history.push_back(told(4, known));
  EXPECT_EQ(kinds(history, journal_of(3)), kind_list{lost});
  EXPECT_EQ(kinds(all_told(4), journal_of(3)), kind_list{lost});
}

TEST(history, sees_another_position_than_the_acknowledged_one) {
  auto history = all_told(3);
  history[1].position = 7;
  EXPECT_EQ(kinds({&history[1], 1}, journal_of(3)), (kind_list{misplaced, stranger, stranger}));
}

TEST(history, sees_a_command_that_stands_twice) {
  auto journal = journal_of(3);
  journal.rows[2].command = numbered(2);
  auto history = all_told(3);
  history.pop_back();
  EXPECT_EQ(kinds(history, journal), (kind_list{doubled, wrong_extract}));
  history[1].outcome = unknown;
  EXPECT_EQ(kinds(history, journal), (kind_list{doubled, wrong_extract}));
}

TEST(history, sees_a_stranger) {
  auto history = all_told(3);
  history.erase(history.begin());
  EXPECT_EQ(kinds(history, journal_of(3)), kind_list{stranger});
}

TEST(history, sees_a_gap) {
  auto journal = journal_of(3);
  journal.rows.erase(journal.rows.begin() + 1);
  auto history = all_told(3);
  history.erase(history.begin() + 1);
  EXPECT_EQ(kinds(history, journal), (kind_list{gap, wrong_frontier}));
}

TEST(history, sees_a_journal_that_does_not_begin_at_one) {
  auto journal = journal_of(3);
  journal.rows.erase(journal.rows.begin());
  auto history = all_told(3);
  history.erase(history.begin());
  EXPECT_EQ(kinds(history, journal), (kind_list{gap, wrong_frontier}));
}

TEST(history, sees_a_position_two_events_have) {
  auto journal = journal_of(3);
  auto twin = journal.rows[1];
  twin.command = numbered(7);
  journal.rows.insert(journal.rows.begin() + 2, twin);
  auto history = all_told(3);
  history.push_back({numbered(7), 9, 10, unknown, 0, 1});
  EXPECT_EQ(kinds(history, journal), (kind_list{position_shared, wrong_extract, wrong_frontier}));
}

TEST(history, sees_what_was_sent_after_an_answer_and_stands_before_it) {
  auto history = all_told(4);
  history[1].invoked_at = history[3].answered_at + 1;
  history[1].answered_at = history[1].invoked_at + 1;
  EXPECT_EQ(kinds(history, journal_of(4)), kind_list{reordered});
  history[1].outcome = none;
  EXPECT_EQ(kinds(history, journal_of(4)), kind_list{reordered});
  history[1].invoked_at = history[2].answered_at;
  EXPECT_EQ(kinds(history, journal_of(4)), kind_list{});
}

TEST(history, sees_a_head_that_tells_another_position) {
  auto journal = journal_of(3);
  journal.position = 4;
  EXPECT_EQ(kinds(all_told(3), journal), kind_list{wrong_head});
  journal = journal_of(3);
  journal.rows.pop_back();
  auto history = all_told(2);
  EXPECT_EQ(kinds(history, journal), (kind_list{wrong_head, wrong_frontier}));
}

TEST(history, sees_a_frontier_of_other_bodies) {
  auto journal = journal_of(3);
  journal.frontier = journal_of(4).frontier;
  EXPECT_EQ(kinds(all_told(3), journal), kind_list{wrong_frontier});
  journal.frontier.clear();
  EXPECT_EQ(kinds(all_told(3), journal), kind_list{wrong_frontier});
}

TEST(history, compares_each_column_with_the_body) {
  using row = storage::event_row;
  const auto damaged = [](auto change) {
    auto journal = journal_of(3);
    change(journal.rows[1]);
    return kinds(all_told(3), journal);
  };
  const kind_list expected{wrong_extract};
  EXPECT_EQ(damaged([](row& each) { each.recorded_at += std::chrono::microseconds{1}; }), expected);
  EXPECT_EQ(damaged([](row& each) { ++each.version; }), expected);
  EXPECT_EQ(damaged([](row& each) { ++each.category; }), expected);
  EXPECT_EQ(damaged([](row& each) { ++each.type; }), expected);
  EXPECT_EQ(damaged([](row& each) { each.stream = numbered(77); }), expected);
  EXPECT_EQ(damaged([](row& each) { each.actor = numbered(77); }), expected);
  EXPECT_EQ(damaged([](row& each) { each.command = numbered(77); }),
            (kind_list{lost, stranger, wrong_extract}));
}

TEST(history, sees_a_body_that_cannot_be_read) {
  auto journal = journal_of(3);
  journal.rows[1].body = {1, 2, 3};
  EXPECT_EQ(kinds(all_told(3), journal), (kind_list{unreadable, wrong_frontier}));
}

TEST(history, names_every_kind) {
  EXPECT_EQ(name_of(lost), "lost");
  EXPECT_EQ(name_of(unreadable), "unreadable");
}

}
}
