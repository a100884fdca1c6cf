// SPDX-License-Identifier: Apache-2.0
// Two nodes over one database: who answers for a workspace, and who may write to it.
#include "http/node/node.hpp"

#include "actors/project.hpp"
#include "http/server/wish.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

#include <set>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

using test::node_world;

class node_test : public testing::Test {
protected:
  node_test() { second.emplace(world.options()); }

  /// Null while it is not this node's to answer for.
  std::shared_ptr<workspace> found_at(node& at, const std::string& slug = "acme") {
    try {
      return world.finish(at.workspaces().find(slug));
    } catch (const workspace_unavailable&) {
      return nullptr;
    }
  }

  std::shared_ptr<workspace> awaited_at(node& at) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::chrono::steady_clock::now() < end)
      if (auto found = found_at(at)) return found;
    return nullptr;
  }

  /// Whether a node comes to find it no more.
  bool is_let_go_by(node& at) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::chrono::steady_clock::now() < end)
      if (!found_at(at)) return true;
    return false;
  }

  /// What a workspace answers to a wish; `unavailable` where it does not answer.
  std::string told(workspace& at, const std::string& project) {
    auto wish = wish_of<project::noun>(random_id(), project::create{project}, node_world::nobody(),
                                       at.now());
    try {
      const auto reply = world.finish(at.decide(std::move(wish)));
      return reply.verdict == command_verdict::accepted ? "accepted" : reply.why;
    } catch (const workspace_unavailable&) {
      return "unavailable";
    }
  }

  /// Its first answer, within half a minute: it may be told of the end of its term just now.
  std::string answered(workspace& at, const std::string& project) {
    const auto late = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    auto answer = told(at, project);
    while (answer == "unavailable" && std::chrono::steady_clock::now() < late)
      answer = told(at, project);
    return answer;
  }

  std::string head(const workspace& of) {
    return world.database().value("SELECT epoch || ':' || position FROM " +
                                  of.place().schema.text() + ".head");
  }

  node_world world;
  std::optional<node> second;
};

TEST_F(node_test, a_workspace_is_answered_for_by_one_node) {
  const auto here = world.made("acme");
  const auto before = head(*here);
  EXPECT_EQ(found_at(*second), nullptr);
  EXPECT_EQ(head(*here), before) << "asking elsewhere deposes nobody";
  EXPECT_EQ(told(*here, "one"), "accepted");
  EXPECT_EQ(world.database().value("SELECT count(DISTINCT node) FROM muniment.leases"), "1");
}

TEST_F(node_test, has_as_many_archivists_as_it_may) {
  std::set<caf::actor_addr> all;
  for (const auto& each : world.node().services().archivists)
    all.insert(each.address());
  EXPECT_EQ(all.size(), node_limits{}.archivists);
}

TEST_F(node_test, what_a_node_lets_go_of_when_it_ends_is_served_by_the_next) {
  ASSERT_NE(world.made("acme"), nullptr);
  world.end();
  const auto there = awaited_at(*second);
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(told(*there, "one"), "accepted");
}

TEST_F(node_test, different_workspaces_are_served_side_by_side) {
  const auto acme = world.made("acme");
  const auto globex = world.finish(create_workspace(
      *second, {"globex", "https://globex.muniment.localhost:8443", "Globex", "ES256"},
      node_world::nobody()));
  EXPECT_EQ(globex.verdict, creation_verdict::created) << globex.why;
  EXPECT_EQ(told(*acme, "one"), "accepted");
  EXPECT_EQ(told(*found_at(*second, "globex"), "one"), "accepted");
  EXPECT_EQ(found_at(world.node(), "globex"), nullptr);
}

TEST_F(node_test, a_node_whose_term_was_ended_writes_nothing_and_learns_it) {
  const auto here = world.made("acme");
  EXPECT_EQ(told(*here, "one"), "accepted");
  storage::end_all_terms(world.database().owner_dsn());
  const auto there = awaited_at(*second);
  ASSERT_NE(there, nullptr);
  const auto taken = head(*there);
  EXPECT_EQ(told(*here, "two"), "unavailable") << "it does not know yet, and matches no head";
  EXPECT_EQ(head(*there), taken);
  EXPECT_EQ(told(*there, "two"), "accepted");
  EXPECT_TRUE(is_let_go_by(world.node()));
  EXPECT_EQ(here->lease(), 0U);
}

TEST_F(node_test, a_workspace_that_comes_back_is_read_anew) {
  const auto here = world.made("acme");
  EXPECT_EQ(told(*here, "one"), "accepted");
  storage::end_all_terms(world.database().owner_dsn());
  const auto there = awaited_at(*second);
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(told(*there, "two"), "accepted");
  EXPECT_EQ(told(*here, "none"), "unavailable") << "and learns so that its term was ended";
  second.reset();
  const auto again = awaited_at(world.node());
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(answered(*again, "two"), "name_taken");
  EXPECT_EQ(told(*again, "three"), "accepted");
}

/// A node whose database does not answer, with a handler that waits for it.
class node_in_use : public testing::Test {
protected:
  node_in_use() {
    holder.exec("SELECT * FROM " + acme->place().schema.text() + ".head FOR UPDATE");
    const auto wait = [](std::shared_ptr<workspace> at) -> asio::awaitable<command_reply> {
      auto wish = wish_of<project::noun>(random_id(), project::create{"shop"},
                                         test::node_world::nobody(), at->now());
      co_return co_await at->decide(std::move(wish));
    };
    answer = asio::co_spawn(io, wait(acme), asio::use_future);
    acme.reset();
  }

  bool blocked() {
    io.run_for(10ms);
    return world.database().value("SELECT count(*) > 0 FROM pg_stat_activity WHERE usename ="
                                  " 'muniment_hub' AND wait_event_type = 'Lock'") == "t";
  }
  void wait_until_blocked() {
    const auto late = std::chrono::steady_clock::now() + 10s;
    while (!blocked())
      ASSERT_LT(std::chrono::steady_clock::now(), late);
  }

  asio::io_context io{1};
  test::node_world world;
  std::shared_ptr<workspace> acme = world.made("acme");
  test::owner_session owner{world.database()};
  pqxx::work holder{owner};
  std::future<command_reply> answer;
};

TEST_F(node_in_use, tells_who_waits_that_it_ends) {
  wait_until_blocked();
  const auto began = std::chrono::steady_clock::now();
  world.node().close();
  io.run();
  try {
    answer.get();
    ADD_FAILURE() << "it was answered";
  } catch (const workspace_unavailable& why) {
    EXPECT_STREQ(why.what(), "a command may have been done: its outcome is not known");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "long before it would have given up";
}

TEST_F(node_in_use, ends_though_nobody_is_told) {
  wait_until_blocked();
  world.end();
}

}
}
