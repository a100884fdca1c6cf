// SPDX-License-Identifier: Apache-2.0
#include "storage/resolution.hpp"

#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/wire_proxy.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/result>

#include <future>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::milliseconds;
using enum part_verdict;

class resolution_of : public testing::Test {
protected:
  /// A hub whose COMMIT meets `fault`, after it became the writer of `schema` at epoch 1.
  hub_connection faulty_owner(at_commit fault) {
    own(fresh, schema);
    hub_connection hub{proxy.through(database.hub_dsn())};
    proxy.arm(fault);
    return hub;
  }
  static part_verdict commit(hub_connection& on, const journal_part& part) {
    return on.commit({&part, 1}).parts.front().verdict;
  }
  std::string waiting_for_lock(const hub_connection& hub) {
    return "SELECT coalesce(bool_or(wait_event_type = 'Lock'), false) FROM pg_stat_activity"
           " WHERE pid = " +
           std::to_string(hub.backend_pid());
  }

  journal_database& database = shared_database();
  schema_name schema = database.workspace();
  std::uint64_t mine = 1; ///< the epoch in which the writer of `schema` sends
  journal_reader reader{database.pool()};
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
  hub_connection fresh{database.hub_dsn(), {.lock_timeout = milliseconds{200}}};
};

TEST_F(resolution_of, a_commit_that_landed) {
  auto lost = faulty_owner(at_commit::cut_after);
  const auto part = first_part(schema, 2, 1);
  ASSERT_EQ(commit(lost, part), unknown);
  const auto result = resolve(fresh, reader, schema, mine, 0, lost.backend());
  EXPECT_FALSE(result.deposed);
  EXPECT_EQ(result.epoch, 2u);
  EXPECT_EQ(result.position, 3u);
  EXPECT_EQ(result.frontier, part.frontier);
  EXPECT_EQ(result.committed, (std::vector{part.facts[0], part.facts[1], part.traffic[0]}));
}

TEST_F(resolution_of, a_commit_that_never_arrived) {
  auto lost = faulty_owner(at_commit::cut_before);
  ASSERT_EQ(commit(lost, first_part(schema)), unknown);
  const auto result = resolve(fresh, reader, schema, mine, 0, lost.backend());
  EXPECT_FALSE(result.deposed);
  EXPECT_EQ(result.position, 0u);
  EXPECT_TRUE(result.committed.empty());
  EXPECT_EQ(commit(fresh, part_on(schema, result.epoch, result.position)), committed);
}

TEST_F(resolution_of, a_commit_that_would_land_late_is_fenced_by_ending_its_backend) {
  auto lost = faulty_owner(at_commit::hold);
  ASSERT_EQ(commit(lost, first_part(schema)), unknown);
  ASSERT_TRUE(holds_head(database, lost));
  // The part is written and waits for its Sync: only ending the backend decides it.
  const auto result = resolve(fresh, reader, schema, mine, 0, lost.backend());
  EXPECT_EQ(result.position, 0u);
  EXPECT_TRUE(result.committed.empty());
  const auto next = part_on(schema, result.epoch, 0);
  EXPECT_EQ(commit(fresh, next), committed);
  proxy.release();
  EXPECT_EQ(reader.read_page(schema, 0, 10), next.facts);
}

TEST_F(resolution_of, a_commit_that_lands_late_while_we_wait_is_seen) {
  auto lost = faulty_owner(at_commit::hold);
  const auto part = first_part(schema);
  ASSERT_EQ(commit(lost, part), unknown);
  ASSERT_TRUE(holds_head(database, lost));
  hub_connection patient{database.hub_dsn(), {.lock_timeout = milliseconds{9'000}}};
  auto resolved = std::async(std::launch::async, [&] {
    return resolve(patient, reader, schema, mine, 0, lost.backend());
  });
  EXPECT_TRUE(eventually(database, waiting_for_lock(patient)));
  proxy.release();
  const auto result = resolved.get();
  EXPECT_EQ(result.position, 1u);
  EXPECT_EQ(result.committed, part.facts);
}

TEST_F(resolution_of, a_commit_that_landed_and_could_not_be_read_at_first) {
  auto lost = faulty_owner(at_commit::cut_after);
  const auto part = first_part(schema);
  ASSERT_EQ(commit(lost, part), unknown);
  pool narrow{database.owner_dsn(),
              database.logins().pools,
              {.connections = 1, .acquire_deadline = milliseconds{30}}};
  journal_reader crowded{narrow};
  narrow.with_workspace(schema, [&](pqxx::work&) {
    EXPECT_THROW(resolve(fresh, crowded, schema, mine, 0, lost.backend()), failure);
  });
  EXPECT_EQ(mine, 2u) << "it was raised";
  const auto result = resolve(fresh, crowded, schema, mine, 0, lost.backend());
  EXPECT_FALSE(result.deposed);
  EXPECT_EQ(result.epoch, 3u);
  EXPECT_EQ(result.committed, part.facts);
}

TEST_F(resolution_of, another_writer_beyond_our_own_raise) {
  own(fresh, schema);
  mine = fresh.take_over(schema, mine).head.epoch;
  ASSERT_TRUE(fresh.take_over(schema, mine).head.raised);
  EXPECT_TRUE(resolve(fresh, reader, schema, mine, 0, {}).deposed);
  EXPECT_EQ(mine, 2u) << "theirs is not ours";
}

TEST_F(resolution_of, one_who_was_deposed_meanwhile) {
  auto lost = faulty_owner(at_commit::cut_before);
  ASSERT_EQ(commit(lost, first_part(schema)), unknown);
  ASSERT_TRUE(fresh.take_over(schema, 1).head.raised);
  const auto result = resolve(fresh, reader, schema, mine, 0, lost.backend());
  EXPECT_TRUE(result.deposed);
  EXPECT_EQ(result.epoch, 2u);
}

TEST_F(resolution_of, a_head_that_stays_locked_ends_in_an_error) {
  own(fresh, schema);
  pqxx::connection owner{database.owner_dsn()};
  pqxx::work holder{owner};
  holder.exec("UPDATE " + schema.text() + ".head SET epoch = epoch");
  try {
    resolve(fresh, reader, schema, mine, 0, {}, {.attempts = 2});
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::timed_out);
  }
}

TEST_F(resolution_of, a_journal_shorter_than_it_was_is_an_error) {
  own(fresh, schema);
  EXPECT_THROW(resolve(fresh, reader, schema, mine, 5, {}), failure);
}

/// The slow writer has written and not committed, the next one deposes it: the takeover waits and
/// sees what the slow one commits, and what the old epoch sends meanwhile is refused.
TEST_F(resolution_of, a_deposed_writer_is_refused_and_nothing_is_skipped) {
  auto slow = faulty_owner(at_commit::hold);
  const auto part = first_part(schema, 2);
  ASSERT_EQ(commit(slow, part), unknown);
  ASSERT_TRUE(holds_head(database, slow));
  hub_connection next{database.hub_dsn(), {.lock_timeout = milliseconds{9'000}}};
  auto taken = std::async(std::launch::async, [&] { return next.take_over(schema, 1); });
  ASSERT_TRUE(eventually(database, waiting_for_lock(next)));
  // An append of the old epoch on the old head: it waits behind the takeover.
  hub_connection deposed{database.hub_dsn(), {.lock_timeout = milliseconds{9'000}}};
  auto late = std::async(std::launch::async, [&] { return commit(deposed, first_part(schema)); });
  ASSERT_TRUE(eventually(database, waiting_for_lock(deposed)));
  proxy.release();

  const auto head = taken.get().head;
  EXPECT_TRUE(head.raised);
  EXPECT_EQ(head.position, 2u) << "the takeover came after the slow commit";
  EXPECT_EQ(late.get(), refused);
  EXPECT_EQ(commit(deposed, part_on(schema, 1, 2)), refused) << "even on the right head";
  const auto more = part_on(schema, 2, 2);
  EXPECT_EQ(commit(next, more), committed);
  EXPECT_EQ(reader.read_page(schema, 0, 10),
            (std::vector{part.facts[0], part.facts[1], more.facts[0]}));
}

}
}
