// SPDX-License-Identifier: Apache-2.0
#include "tests/support/awake_world.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;

class birth : public testing::Test {
protected:
  std::string count(const std::string& table) {
    return database.value("SELECT count(*) FROM " + world.schema.text() + "." + table);
  }

  static command_envelope creation(std::string slug) {
    return lasting(wish_for<workspace::noun>(
        numbered(50), workspace::create{std::move(slug), "https://acme.test", "Acme"}));
  }

  static command_envelope registration() {
    return lasting(wish_for<user::noun>(numbered(1), registering(1)));
  }

  journal_database& database = shared_database();
  awake_world world{database};
};

TEST_F(birth, a_workspace_begins_with_its_creation_and_is_there_for_the_next_node) {
  const auto first = world.supervisor();
  EXPECT_EQ(world.tell(first, registration()).why, "not_found");
  EXPECT_EQ(count("keys"), "0");
  EXPECT_EQ(world.tell(first, creation("acme")).position, 1U);
  EXPECT_EQ(count("keys"), "4");
  EXPECT_EQ(world.tell(first, registration()).position, 2U);
  EXPECT_EQ(world.tell(first, creation("acme")).why, "already_exists");

  const auto second = world.supervisor();
  const auto reply = world.read<state_reply>(second, state_request{"user", numbered(1)});
  ASSERT_EQ(reply.verdict, read_verdict::found);
  const auto seen = unpack<user::state<opened>>(reply.state->reveal()).value();
  EXPECT_EQ(seen.user_name, plain<std::string>{"person-1"});
}

TEST_F(birth, of_two_creators_at_once_one_wins) {
  const auto keeper = world.supervisor();
  auto first = world.ask(keeper, creation("acme"));
  auto second = world.ask(keeper, creation("other"));
  EXPECT_EQ(world.answer(first).verdict, command_verdict::accepted);
  EXPECT_EQ(world.answer(second).why, "already_exists");
  EXPECT_EQ(count("events"), "1");
  EXPECT_EQ(count("keys"), "4");
}

TEST_F(birth, of_two_nodes_at_once_one_wins) {
  const std::vector nodes{world.supervisor(), world.supervisor()};
  std::vector<command_reply> replies(2);
  const auto settled = [](const command_reply& reply) {
    return reply.verdict == command_verdict::accepted || reply.why == "already_exists";
  };
  // Each waking deposes the other: whoever was told nothing certain asks again.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!std::ranges::all_of(replies, settled) && std::chrono::steady_clock::now() < until) {
    std::vector<decltype(world.ask(nodes[0], creation("acme")))> asked;
    asked.reserve(nodes.size());
    for (const auto& node : nodes)
      asked.push_back(world.ask(node, creation("acme")));
    for (std::size_t at = 0; at < asked.size(); ++at) {
      const auto reply = world.answer(asked[at]);
      if (!settled(replies[at])) replies[at] = reply;
    }
  }
  EXPECT_TRUE(std::ranges::all_of(replies, settled));
  EXPECT_LE(std::ranges::count(replies, command_verdict::accepted, &command_reply::verdict), 1);
  EXPECT_EQ(count("events"), "1");
  EXPECT_EQ(count("keys"), "4");
}

TEST_F(birth, a_creation_whose_append_is_refused_leaves_neither_event_nor_key) {
  const auto keeper = world.supervisor();
  EXPECT_EQ(world.tell(keeper, registration()).why, "not_found") << "now it is awake";
  storage::hub_connection other{database.hub_dsn()};
  ASSERT_TRUE(other.take_over(world.schema, 1).head.raised);
  EXPECT_NE(world.tell(keeper, creation("acme")).verdict, command_verdict::accepted);
  EXPECT_EQ(count("events"), "0");
  EXPECT_EQ(count("keys"), "0");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  auto reply = world.tell(keeper, creation("acme"));
  while (reply.why == "unavailable" && std::chrono::steady_clock::now() < until)
    reply = world.tell(keeper, creation("acme"));
  EXPECT_EQ(reply.verdict, command_verdict::accepted);
  EXPECT_EQ(count("keys"), "4");
}

}
}
