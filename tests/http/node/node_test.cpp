// SPDX-License-Identifier: Apache-2.0
#include "http/node/node.hpp"

#include "actors/project.hpp"
#include "http/node/wish.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/transaction>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

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
  pqxx::connection owner{world.database().owner_dsn()};
  pqxx::work holder{owner};
  std::future<command_reply> answer;
};

TEST_F(node_in_use, tells_who_waits_that_it_ends) {
  wait_until_blocked();
  const auto began = std::chrono::steady_clock::now();
  world.node().close();
  io.run();
  EXPECT_THROW(answer.get(), workspace_unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "long before it would have given up";
}

TEST_F(node_in_use, ends_though_nobody_is_told) {
  wait_until_blocked();
  world.end();
}

}
}
