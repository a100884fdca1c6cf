// SPDX-License-Identifier: Apache-2.0
#include "storage/hub_connection.hpp"

#include "storage/failure.hpp"
#include "tests/support/hub_world.hpp"
#include "tests/support/wire_proxy.hpp"

#include <gtest/gtest.h>

#include <future>

namespace muniment::storage {
namespace {

using namespace test;
using enum part_verdict;

class hub_faults : public hub_world {
protected:
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
};

TEST_F(hub_faults, a_cut_connection_leaves_every_part_unknown) {
  for (const auto fault : {at_commit::cut_before, at_commit::cut_after}) {
    const auto a = database.workspace(), b = database.workspace();
    own(connection, a);
    own(connection, b);
    proxy.arm(at_commit::pass);
    hub_connection cut{proxy.through(database.hub_dsn())};
    proxy.arm(fault);
    const auto result = cut.commit(std::vector{first_part(a), first_part(b)});
    EXPECT_EQ(verdicts(result), (verdict_list{unknown, unknown}));
    EXPECT_TRUE(result.lost);
    EXPECT_FALSE(cut.usable());
    EXPECT_EQ(commit(cut, first_part(a)), not_sent);
    // The server's own word: both parts alike.
    const std::string landed = fault == at_commit::cut_after ? "1/1" : "1/0";
    EXPECT_TRUE(eventually(database, "SELECT epoch || '/' || position = '" + landed + "' FROM " +
                                         a.text() + ".head"));
    EXPECT_EQ(head(b), landed);
  }
}

TEST_F(hub_faults, a_server_that_does_not_answer_is_given_up_at_the_deadline) {
  const auto schema = database.workspace();
  own(connection, schema);
  hub_connection mute{proxy.through(database.hub_dsn()),
                      {.commit_deadline = std::chrono::milliseconds{200}}};
  proxy.arm(at_commit::swallow_answer);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(commit(mute, first_part(schema)), unknown);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{5});
}

TEST_F(hub_faults, a_terminated_backend_means_unknown) {
  const auto schema = database.workspace();
  own(connection, schema);
  hub_connection doomed{database.hub_dsn()};
  EXPECT_TRUE(connection.terminate(doomed.backend()));
  EXPECT_EQ(commit(doomed, first_part(schema)), unknown);
  EXPECT_EQ(head(schema), "1/0");
}

TEST_F(hub_faults, ends_only_the_backend_that_was_meant) {
  hub_connection other{database.hub_dsn()};
  EXPECT_FALSE(connection.terminate({other.backend_pid(), "2001-01-01 00:00:00+00"}));
  EXPECT_TRUE(other.usable());
}

TEST_F(hub_faults, a_commit_the_standby_was_not_waited_for_is_unknown) {
  const auto schema = database.workspace();
  own(connection, schema);
  database.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  database.execute("SELECT pg_reload_conf()");
  ASSERT_TRUE(
      eventually(database, "SELECT current_setting('synchronous_standby_names') = 'nobody'"));
  hub_connection waiting{database.hub_dsn() + " options='-c synchronous_commit=on'"};
  auto outcome = std::async(std::launch::async, [&] {
    const auto part = first_part(schema);
    return waiting.commit({&part, 1});
  });
  const auto pid = std::to_string(waiting.backend_pid());
  EXPECT_TRUE(eventually(database,
                         "SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = " + pid));
  database.execute("SELECT pg_cancel_backend(" + pid + ")");
  const auto result = outcome.get();
  database.execute("ALTER SYSTEM RESET synchronous_standby_names");
  database.execute("SELECT pg_reload_conf()");
  EXPECT_EQ(result.parts.front(), (part_result{unknown, "01000"}));
  EXPECT_FALSE(result.lost);
}

TEST_F(hub_faults, an_unreachable_server_is_said_so) {
  try {
    hub_connection nowhere{"host=/nonexistent user=muniment_hub password=secret-word"};
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::unavailable);
    EXPECT_EQ(std::string{error.what()}.find("secret-word"), std::string::npos);
  }
}

}
}
