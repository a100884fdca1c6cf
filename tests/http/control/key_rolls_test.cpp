// SPDX-License-Identifier: Apache-2.0
#include "http/control/key_rolls.hpp"

#include "actors/user.hpp"
#include "http/admin/users.hpp"
#include "storage/key_reader.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::node_world;

class key_rolls_test : public testing::Test {
protected:
  uuid entered(workspace& at, const std::string& name) {
    new_user person;
    person.user_name = name;
    const auto reply =
        world.finish(register_user(at, world.node(), std::move(person), node_world::nobody()));
    EXPECT_EQ(reply.why, "");
    return reply.id;
  }

  void erase(workspace& at, const uuid& person) {
    auto wish = wish_of<user::noun>(person, user::erase{}, node_world::nobody(), at.now());
    EXPECT_EQ(world.finish(at.decide(std::move(wish))).verdict, command_verdict::accepted);
  }

  std::optional<std::string> name_of(const std::string& slug, const uuid& person) {
    return world.finish(world.found(slug)->opened(person))->user_name;
  }

  /// The newest era's file says that it is so old.
  void let_era_be(std::chrono::hours old) {
    const auto file = "era-" + std::to_string(world.keys().current()) + ".key";
    std::filesystem::last_write_time(world.key_store_directory() / file,
                                     std::filesystem::file_time_type::clock::now() - old);
  }

  bool begins() { return at_work().begin_if_due({}); }

  /// Rolls of the node of the moment; they go on while somebody waits.
  key_rolls& at_work() {
    if (!rolls) {
      under_way = std::make_shared<operations>();
      rolls.emplace(world.node(), under_way, world.executor(), std::chrono::hours{12},
                    std::chrono::milliseconds{300});
    }
    return *rolls;
  }

  /// As if the server had been stopped and started.
  void restart() {
    if (under_way) under_way->stop();
    rolls.reset();
    world.end();
    world.begin();
  }

  bool ends_under(std::uint32_t era) {
    return world.comes([&] { return world.keys().current() == era && !world.keys().rolling(); });
  }

  std::optional<std::uint32_t> era_of(const std::shared_ptr<workspace>& at) {
    return storage::era_of_workspace(world.node().connections(), at->place().schema);
  }

  node_world world;
  std::shared_ptr<operations> under_way;
  std::optional<key_rolls> rolls;
};

TEST_F(key_rolls_test, begin_by_themselves_when_somebody_was_erased_and_the_last_is_long_ago) {
  const auto acme = world.made("acme"), globex = world.made("globex");
  const auto ada = entered(*acme, "ada"), bob = entered(*globex, "bob");
  let_era_be(std::chrono::hours{100});
  EXPECT_FALSE(begins()) << "nobody was erased";
  erase(*acme, ada);
  let_era_be(std::chrono::hours{11});
  EXPECT_FALSE(begins()) << "too early";
  let_era_be(std::chrono::hours{13});
  EXPECT_TRUE(begins());
  ASSERT_TRUE(ends_under(2));
  EXPECT_EQ(era_of(acme), 2U);
  EXPECT_EQ(era_of(globex), 2U);
  let_era_be(std::chrono::hours{100});
  EXPECT_FALSE(begins()) << "it is done";
  EXPECT_EQ(name_of("acme", ada), std::nullopt);
  EXPECT_EQ(name_of("globex", bob), "bob");
}

TEST_F(key_rolls_test, are_not_forgotten_over_a_restart) {
  auto acme = world.made("acme");
  erase(*acme, entered(*acme, "ada"));
  let_era_be(std::chrono::hours{13});
  acme.reset();
  restart();
  EXPECT_TRUE(begins());
  EXPECT_TRUE(ends_under(2));
}

TEST_F(key_rolls_test, go_on_after_a_restart_without_being_asked) {
  world.made("acme");
  world.keys().begin_roll();
  restart();
  EXPECT_TRUE(begins());
  EXPECT_TRUE(ends_under(2));
  EXPECT_FALSE(begins());
}

TEST_F(key_rolls_test, give_awake_workspaces_keys_that_the_next_server_opens) {
  auto acme = world.made("acme");
  const auto ada = entered(*acme, "ada");
  for (std::uint32_t era = 2; era < 5; ++era) {
    ASSERT_TRUE(at_work().begin(node_world::nobody()));
    ASSERT_TRUE(ends_under(era));
    entered(*acme, "someone-" + std::to_string(era));
  }
  acme.reset();
  restart();
  EXPECT_EQ(name_of("acme", ada), "ada");
}

TEST_F(key_rolls_test, let_those_sleep_again_that_slept) {
  const auto place = world.made("acme")->place();
  restart();
  ASSERT_TRUE(at_work().begin(node_world::nobody()));
  ASSERT_TRUE(ends_under(2));
  const auto at = world.node().workspaces().reach(place);
  EXPECT_TRUE(world.comes([&] { return at->asleep(); }));
  EXPECT_EQ(era_of(at), 2U);
}

TEST_F(key_rolls_test, wait_until_no_other_server_is_there_whose_key_store_is_another) {
  world.made("acme");
  world.database().execute("INSERT INTO muniment.nodes (id, host, expires_at) VALUES ('" +
                           to_string(random_id()) + "', 'beside', now() + interval '1 hour')");
  const auto id = at_work().begin(node_world::nobody()).shown.id;
  const auto error = [&] { return under_way->find({}, id)->error.value_or(""); };
  ASSERT_TRUE(world.comes([&] { return !error().empty(); }));
  EXPECT_NE(error().find("on host beside"), std::string::npos) << error();
  EXPECT_FALSE(world.keys().rolling());
  world.database().execute("DELETE FROM muniment.nodes WHERE host = 'beside'");
  ASSERT_TRUE(at_work().begin(node_world::nobody()));
  EXPECT_TRUE(ends_under(2));
}

TEST_F(key_rolls_test, cover_a_workspace_that_is_made_meanwhile) {
  world.made("acme");
  world.keys().begin_roll();
  auto late = world.made("late");
  const auto eve = entered(*late, "eve");
  EXPECT_EQ(era_of(late), 2U);
  EXPECT_TRUE(begins());
  ASSERT_TRUE(ends_under(2));
  late.reset();
  restart();
  EXPECT_EQ(name_of("late", eve), "eve");
}

TEST_F(key_rolls_test, reach_a_suspended_workspace_without_opening_its_door) {
  const auto ada = entered(*world.made("acme"), "ada");
  const auto state = [&](const std::string& wanted) {
    world.database().execute("UPDATE muniment.workspaces SET state = '" + wanted + "'");
  };
  state("suspended");
  restart();
  ASSERT_TRUE(at_work().begin(node_world::nobody()));
  ASSERT_TRUE(ends_under(2));
  EXPECT_FALSE(world.found("acme"));
  state("live");
  restart();
  EXPECT_EQ(name_of("acme", ada), "ada");
}

TEST_F(key_rolls_test, pass_over_what_a_killed_creation_left) {
  world.made("acme");
  const auto place =
      storage::provision(world.node().control_dsn(), random_id(), random_id(), "late");
  ASSERT_TRUE(at_work().begin(node_world::nobody()));
  ASSERT_TRUE(ends_under(2));
  EXPECT_FALSE(world.keys().dump_era(place.id));
  const auto late = world.made("late");
  EXPECT_EQ(late->place().id, place.id);
  EXPECT_EQ(era_of(late), 2U);
}

TEST_F(key_rolls_test, there_is_one_at_a_time) {
  world.made("acme");
  ASSERT_TRUE(at_work().begin(node_world::nobody()));
  EXPECT_FALSE(at_work().begin(node_world::nobody()));
  EXPECT_TRUE(ends_under(2));
}

}
}
