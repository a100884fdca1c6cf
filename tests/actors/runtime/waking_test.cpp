// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/waking.hpp"

#include "storage/failure.hpp"
#include "tests/support/append_requests.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/wire_proxy.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace muniment {
namespace {

using storage::failure;
using storage::failure_kind;
using storage::part_verdict;
using namespace test;
using namespace std::chrono_literals;

class waking : public testing::Test {
protected:
  journal_cursor wake() { return muniment::wake(hub, reader, schema); }

  /// Appends as the writer that `cursor` made us; the cursor behind it.
  journal_cursor append(const journal_cursor& cursor, std::size_t events) {
    auto request = disabling(1, events);
    request.stream = fresh_id();
    const std::vector requests{shared(std::move(request))};
    auto batch = sequence(cursor, requests, noon);
    EXPECT_EQ(hub.commit({&batch.part, 1}).parts.front().verdict, part_verdict::committed);
    return batch.after;
  }

  /// Tries for so long while an append in flight holds the journal.
  std::optional<journal_cursor> wake_within(std::chrono::seconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
      try {
        return wake();
      } catch (const failure& error) {
        EXPECT_EQ(error.kind(), failure_kind::timed_out) << error.what();
      }
    }
    return std::nullopt;
  }

  failure_kind refusal() {
    try {
      wake();
    } catch (const failure& error) {
      return error.kind();
    }
    ADD_FAILURE() << "it woke";
    return failure_kind::unavailable;
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  storage::hub_connection hub{database.hub_dsn()};
  storage::journal_reader reader{database.pool()};
};

TEST_F(waking, a_new_workspace_begins_at_nothing) {
  const auto cursor = wake();
  EXPECT_EQ(cursor.epoch, 1U);
  EXPECT_EQ(cursor.position, 0U);
  EXPECT_EQ(cursor.frontier, crypto::frontier{});
  EXPECT_EQ(append(cursor, 1).position, 1U);
}

TEST_F(waking, goes_on_where_the_last_writer_stopped) {
  auto cursor = wake();
  for (const std::size_t events : {3, 253, 1, 300}) {
    const auto written = append(cursor, events);
    cursor = wake();
    EXPECT_EQ(cursor.position, written.position);
    EXPECT_EQ(cursor.frontier, written.frontier);
    EXPECT_EQ(cursor.tiles.root(), written.tiles.root());
    EXPECT_EQ(cursor.recorded_at, noon);
    EXPECT_EQ(cursor.epoch, written.epoch + 1);
  }
}

/// As a node does that is stopped before it has sent all of a batch.
TEST_F(waking, ends_an_append_that_its_node_does_not_finish) {
  const auto cursor = wake();
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
  storage::hub_connection stopped{proxy.through(database.hub_dsn())};
  proxy.arm(at_commit::hold);
  const std::vector requests{shared(disabling(1))};
  const auto batch = sequence(cursor, requests, noon);
  ASSERT_EQ(stopped.commit({&batch.part, 1}).parts.front().verdict, part_verdict::unknown);
  ASSERT_TRUE(holds_head(database, stopped));
  hub = storage::hub_connection{database.hub_dsn(), {.commit_deadline = 2s, .lock_timeout = 50ms}};
  const auto next = wake_within(20s);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->position, 0U);
  EXPECT_EQ(append(*next, 1).position, 1U);
}

TEST_F(waking, refuses_a_frontier_that_the_events_do_not_prove) {
  append(wake(), 3);
  const auto set = [&](const std::string& expression) {
    database.execute("UPDATE " + schema.text() + ".head SET frontier = " + expression);
  };
  set("set_byte(frontier, 20, get_byte(frontier, 20) # 1)");
  EXPECT_EQ(refusal(), failure_kind::missing);
  set("''");
  EXPECT_EQ(refusal(), failure_kind::missing);
}

}
}
