// SPDX-License-Identifier: Apache-2.0
#include "storage/leases.hpp"

#include "storage/failure.hpp"
#include "storage/provisioning.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/wire_proxy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace muniment::storage {
namespace {

using namespace test;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr lease_terms brief{milliseconds{300}, milliseconds{100}};
constexpr lease_terms long_terms{milliseconds{600'000}, milliseconds{1'000}};

class leases_test : public testing::Test {
protected:
  struct node {
    node(const journal_database& database, std::string host, lease_terms terms)
        : book{database.hub_dsn(), id, std::move(host), terms} {}

    /// Which of these it has, being asked for them.
    std::vector<uuid> takes(const std::vector<uuid>& wanted) {
      std::vector<uuid> had;
      for (const auto& each : book.keep(wanted).asked)
        if (each.node == id) had.push_back(each.workspace);
      std::ranges::sort(had);
      return had;
    }

    uuid id = fresh_id();
    leases book;
  };

  uuid made() { return database.workspace().workspace(); }
  bool knows(const node& of) const {
    return database.value("SELECT count(*) FROM muniment.nodes WHERE id = '" + to_string(of.id) +
                          "'") == "1";
  }

  /// Every one by which leases are kept; they are over when it returns.
  void end_sessions() {
    database.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                     " WHERE usename = 'muniment_hub' AND datname = current_database()");
  }

  void SetUp() override { end_all_terms(database.owner_dsn()); }

  journal_database& database = shared_database();
  const uuid mine = made();
  const uuid theirs = made();
  node first{database, "alpha", long_terms};
  node second{database, "beta", long_terms};
};

TEST_F(leases_test, belong_to_who_came_first_and_are_told_to_others) {
  const auto begun = first.book.keep(std::vector{mine});
  EXPECT_TRUE(begun.anew);
  ASSERT_EQ(begun.asked.size(), 1U);
  EXPECT_EQ(begun.asked[0].node, first.id);
  const auto seen = second.book.keep(std::vector{theirs, mine});
  ASSERT_EQ(seen.asked.size(), 2U);
  const auto other = std::ranges::find(seen.asked, mine, &lease::workspace);
  EXPECT_EQ(other->node, first.id);
  EXPECT_EQ(other->host, "alpha");
  EXPECT_EQ(other->since.size(), std::string{"2026-01-01T00:00:00Z"}.size()) << other->since;
  EXPECT_EQ(std::ranges::find(seen.asked, theirs, &lease::workspace)->node, second.id);
}

TEST_F(leases_test, stay_while_the_term_is_extended) {
  first.takes({mine});
  EXPECT_FALSE(first.book.keep({}).anew);
  EXPECT_EQ(first.takes({mine}), std::vector{mine});
  EXPECT_TRUE(second.takes({mine}).empty());
}

TEST_F(leases_test, of_a_silent_node_are_free_when_term_and_skew_have_passed) {
  node silent{database, "gamma", brief};
  const auto asked = steady_clock::now();
  ASSERT_EQ(silent.takes({mine}), std::vector{mine});
  node heir{database, "delta", {long_terms.term, brief.skew}};
  while (heir.takes({mine}).empty())
    std::this_thread::yield();
  EXPECT_GE(steady_clock::now() - asked, brief.term + brief.skew);
  EXPECT_FALSE(knows(silent));
  const auto late = silent.book.keep({});
  EXPECT_TRUE(late.anew) << "its leases went with its term";
  EXPECT_TRUE(silent.takes({mine}).empty());
}

TEST_F(leases_test, nobody_took_are_kept_by_a_late_extension) {
  node silent{database, "gamma", {milliseconds{1}, milliseconds{600'000}}};
  silent.takes({mine});
  ASSERT_TRUE(eventually(database, "SELECT bool_and(expires_at < clock_timestamp())"
                                   " FROM muniment.nodes WHERE host = 'gamma'"));
  EXPECT_FALSE(silent.book.keep({}).anew);
  EXPECT_EQ(silent.takes({mine}), std::vector{mine});
}

TEST_F(leases_test, are_given_back_and_end_with_the_term) {
  first.takes({mine, theirs});
  second.book.give_back(std::vector{theirs});
  EXPECT_TRUE(second.takes({theirs}).empty()) << "none of its own to give";
  first.book.give_back(std::vector{theirs});
  EXPECT_EQ(second.takes({mine, theirs}), std::vector{theirs});
  first.book.end();
  first.book.end();
  EXPECT_EQ(second.takes({mine, theirs}),
            (std::vector{std::min(mine, theirs), std::max(mine, theirs)}));
}

TEST_F(leases_test, of_all_nodes_end_for_who_knows_that_none_is_alive) {
  first.takes({mine});
  end_all_terms(database.owner_dsn());
  EXPECT_EQ(second.takes({mine}), std::vector{mine});
}

TEST_F(leases_test, of_no_workspace_are_not_told) {
  EXPECT_EQ(first.takes({fresh_id(), mine}), std::vector{mine});
  EXPECT_TRUE(drop_workspace(database.dsn(database.logins().control), mine));
  EXPECT_TRUE(first.takes({mine}).empty());
}

TEST_F(leases_test, are_counted_for_people) {
  first.takes({mine, theirs});
  second.takes({});
  const auto nodes = read_serving_nodes(database.hub_dsn());
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].node, first.id);
  EXPECT_EQ(nodes[0].host, "alpha");
  EXPECT_EQ(nodes[0].workspaces, 2U);
  EXPECT_EQ(nodes[1].workspaces, 0U);
}

TEST_F(leases_test, have_one_holder_each_however_many_ask_at_once) {
  std::vector<uuid> wanted;
  while (wanted.size() < 20)
    wanted.push_back(made());
  std::vector<std::vector<uuid>> had(4);
  std::vector<std::thread> threads;
  for (auto& mine : had)
    threads.emplace_back([this, &mine, wanted]() mutable {
      node asking{database, "many", long_terms};
      mine = asking.takes(wanted);
      std::ranges::reverse(wanted);
      EXPECT_EQ(asking.takes(wanted), mine);
    });
  for (auto& each : threads)
    each.join();
  std::vector<uuid> all;
  for (const auto& each : had)
    all.insert(all.end(), each.begin(), each.end());
  std::ranges::sort(all);
  std::ranges::sort(wanted);
  EXPECT_EQ(all, wanted);
}

/// What was begun without a reply must not pass for the term before it.
TEST_F(leases_test, begin_anew_when_nobody_knows_whether_a_term_began) {
  const auto directory = database.value("SHOW unix_socket_directories");
  wire_proxy proxy{directory};
  leases book{proxy.through(database.hub_dsn()), first.id, "alpha", long_terms};
  EXPECT_TRUE(book.keep(std::vector{mine}).anew);
  end_all_terms(database.owner_dsn());
  ASSERT_EQ(second.takes({mine}), std::vector{mine});
  proxy.arm(at_commit::cut_after);
  EXPECT_THROW(book.keep({}), failure);
  proxy.arm(at_commit::pass);
  EXPECT_TRUE(knows(first)) << "it was committed";
  EXPECT_TRUE(book.keep({}).anew);
  EXPECT_FALSE(book.keep({}).anew);
}

TEST_F(leases_test, survive_a_lost_connection_of_their_keeper) {
  first.takes({mine});
  end_sessions();
  EXPECT_FALSE(first.book.keep({}).anew) << "nothing had been done, and no call fails";
  end_sessions();
  EXPECT_EQ(first.takes({mine}), std::vector{mine});
  end_sessions();
  first.book.give_back(std::vector{mine});
  EXPECT_EQ(second.takes({mine}), std::vector{mine});
}

}
}
