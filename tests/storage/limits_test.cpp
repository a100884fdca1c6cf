// SPDX-License-Identifier: Apache-2.0
#include "storage/failure.hpp"
#include "storage/leases.hpp"
#include "storage/pool.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/external_server.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/vanishing_host.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/result>
#include <pqxx/transaction>

#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// No connection waits for a host that vanished. Whatever the server ends by a limit of its own is
/// not heard of here: what ends is ended by this side, by timers of the kernel that count seconds.
class silence : public testing::Test {
protected:
  static constexpr silence_limits brief{seconds{2}, seconds{1}};

  /// What `act` fails with, on a thread of its own; nothing when it does not.
  static std::future<std::optional<failure_kind>> begun(std::function<void()> act) {
    return std::async(std::launch::async, [act = std::move(act)]() -> std::optional<failure_kind> {
      try {
        act();
      } catch (const failure& error) {
        return error.kind();
      }
      return std::nullopt;
    });
  }
  bool somebody_waits(const std::string& how) {
    return eventually(database, "SELECT count(*) > 0 FROM pg_stat_activity"
                                " WHERE datname = current_database() AND " +
                                    how);
  }

  journal_database& database = shared_database();
  vanishing_host host{database.value("SHOW unix_socket_directories")};
};

class silence_of_a_pools_host : public silence {
protected:
  schema_name schema = database.workspace();
  pool connections{
      host.through(database.owner_dsn()),
      database.logins().pools,
      {.connections = 1, .connect_timeout = brief.connecting, .silence = brief.silence}};
};

/// Only keepalives notice it: the statement was acknowledged.
TEST_F(silence_of_a_pools_host, ends_a_call_that_waits_for_an_answer) {
  auto call = begun([&] {
    connections.with_workspace(schema, [](pqxx::work& work) { work.exec("SELECT pg_sleep(60)"); });
  });
  EXPECT_TRUE(somebody_waits("wait_event = 'PgSleep'"));
  host.vanish();
  EXPECT_TRUE(host.is_given_up(call));
  EXPECT_EQ(call.get(), failure_kind::lost);
}

/// Only tcp_user_timeout notices it: while something is not acknowledged there are no keepalives.
TEST_F(silence_of_a_pools_host, ends_a_call_that_sends) {
  auto call = begun([&] {
    connections.with_workspace(schema, [&](pqxx::work& work) {
      host.vanish();
      work.exec("SELECT 1");
    });
  });
  EXPECT_TRUE(host.is_given_up(call));
  EXPECT_EQ(call.get(), failure_kind::lost);
}

TEST_F(silence_of_a_pools_host, ends_a_call_that_was_given_a_connection_from_before) {
  const auto ask = [&] {
    connections.with_workspace(schema, [](pqxx::work& work) { work.exec("SELECT 1"); });
  };
  ask();
  host.vanish();
  auto call = begun(ask);
  EXPECT_TRUE(host.is_given_up(call));
  EXPECT_EQ(call.get(), failure_kind::unavailable) << "another could not be had";
}

TEST_F(silence, ends_a_change_of_the_workspaces) {
  std::future<std::optional<failure_kind>> change;
  pqxx::connection keeper{database.owner_dsn()}; // Ends before it does: nobody waits for ever.
  pqxx::work holding{keeper};
  holding.exec("LOCK TABLE muniment.workspaces IN ACCESS EXCLUSIVE MODE");
  change = begun([&] {
    provision(host.through(database.dsn(database.logins().control)), fresh_id(), fresh_id(),
              fresh_slug(), {}, {minutes{1}, minutes{1}, brief});
  });
  EXPECT_TRUE(somebody_waits("usename = 'muniment_control' AND wait_event_type = 'Lock'"));
  host.vanish();
  EXPECT_TRUE(host.is_given_up(change));
  EXPECT_EQ(change.get(), failure_kind::unavailable);
}

TEST_F(silence, ends_the_keeping_of_leases) {
  leases book{host.through(database.hub_dsn()), fresh_id(), "alpha", {seconds{1}, seconds{1}}};
  book.keep({});
  host.vanish();
  auto call = begun([&] { book.keep({}); });
  EXPECT_TRUE(host.is_given_up(call));
  EXPECT_EQ(call.get(), failure_kind::unavailable) << "nothing was done yet";
}

/// Another session holds what every change needs, for longer than any of them may wait.
class during_another_change : public testing::Test {
protected:
  during_another_change() {
    take_roles(keeper);
    holding.emplace(keeper);
    holding->exec("SET LOCAL idle_in_transaction_session_timeout = '20s';"
                  " LOCK TABLE muniment.workspaces IN ACCESS EXCLUSIVE MODE");
  }

  /// The SQLSTATE that each change gives up with.
  std::vector<std::string> endings(const control_limits& limits) {
    std::vector<std::string> states;
    const auto note = [&](const std::function<void()>& change) {
      try {
        change();
        states.emplace_back("done");
      } catch (const failure& error) {
        EXPECT_EQ(error.kind(), failure_kind::timed_out) << error.what();
        states.push_back(error.sqlstate());
      }
    };
    const auto control = database.dsn(database.logins().control);
    note([&] { provision(control, fresh_id(), fresh_id(), fresh_slug(), {}, limits); });
    note([&] { reserve_slug(control, fresh_id(), fresh_slug(), {}, limits); });
    note([&] { move_slug(control, fresh_id(), fresh_slug(), {}, limits); });
    note([&] { drop_workspace(control, fresh_id(), limits); });
    return states;
  }

private:
  journal_database& database = shared_database();
  pqxx::connection keeper{database.owner_dsn()};
  std::optional<pqxx::work> holding;
};

TEST_F(during_another_change, the_next_waits_for_its_lock_no_longer_than_it_may) {
  EXPECT_EQ(endings({milliseconds{50}, minutes{1}}), std::vector<std::string>(4, "55P03"));
}

TEST_F(during_another_change, the_next_takes_no_longer_than_it_may) {
  EXPECT_EQ(endings({minutes{1}, milliseconds{50}}), std::vector<std::string>(4, "57014"));
}

}
}
