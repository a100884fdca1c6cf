// SPDX-License-Identifier: Apache-2.0
#include "http/node/journal_keeper.hpp"

#include "actors/session.hpp"
#include "http/server/wish.hpp"
#include "storage/journal_reader.hpp"
#include "tests/support/logged.hpp"
#include "tests/support/node_world.hpp"

#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;
using test::node_world;

/// Has the threads of a pool and all places to wait for one, for as long as it lives. First the
/// threads: one that comes late would take an errand off the queue and leave a place free.
class crowd {
public:
  explicit crowd(work_pool& in) : in_{in}, begun_{static_cast<std::ptrdiff_t>(in.threads())} {
    for (std::size_t each = 0; each < in_.threads(); ++each)
      in_.offer([this, open = open_] {
        begun_.count_down();
        open.wait();
      });
    begun_.wait();
    while (in_.offer([open = open_] { open.wait(); }))
      ;
  }
  ~crowd() {
    opening_.set_value();
    while (in_.waiting() > 0)
      std::this_thread::yield();
  }
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

private:
  work_pool& in_;
  std::latch begun_;
  std::promise<void> opening_;
  std::shared_future<void> open_ = opening_.get_future().share();
};

class keeping_journals : public testing::Test {
protected:
  /// So many events of traffic.
  void sign_in(int times) {
    for (int count = 0; count < times; ++count) {
      const auto now = acme->now();
      const session::start wish{random_id(), bytes(32, 7), {"pwd"}, now,
                                now + 24h,   3600,         now,     std::nullopt};
      const auto told = world.finish(
          acme->decide(wish_of<session::noun>(traffic_id(now), wish, node_world::nobody(), now)));
      ASSERT_EQ(told.verdict, command_verdict::accepted) << told.why;
    }
  }
  void execute(const std::string& before, const std::string& after) {
    world.database().execute(before + ' ' + acme->place().schema.text() + '.' + after);
  }
  std::string value(const std::string& what, const std::string& from) {
    return world.database().value("SELECT " + what + " FROM " + acme->place().schema.text() + '.' +
                                  from);
  }
  std::string partitions() {
    return world.database().value("SELECT count(*) FROM pg_inherits WHERE inhparent = '" +
                                  acme->place().schema.text() + ".traffic'::regclass");
  }
  void remember(int digest, const std::string& until) {
    execute("INSERT INTO", "idempotency VALUES (decode(to_hex(" + std::to_string(digest) +
                               "), 'hex'), '', 1, '', " + until + ")");
  }
  /// Nothing can be forgotten until they are shown again.
  void hide_outcomes() { execute("ALTER TABLE", "idempotency RENAME TO hidden"); }
  void show_outcomes() { execute("ALTER TABLE", "hidden RENAME TO idempotency"); }

  static constexpr storage::maintenance_terms terms{.partition_rows = 100};
  node_world world;
  std::shared_ptr<workspace> acme = world.made("acme");
};

TEST_F(keeping_journals, rotates_traffic_and_forgets_outcomes_while_people_sign_in) {
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  for (int digest = 16; digest < 26; ++digest)
    remember(digest, digest < 20 ? "now() - interval '1 s'" : "now() + interval '1 h'");
  world.finish(keeper.round());
  EXPECT_EQ(value("count(*)", "idempotency"), "6");
  sign_in(20);
  world.finish(keeper.round());
  EXPECT_EQ(partitions(), "2");
  sign_in(150);
  world.finish(keeper.round());
  const auto head = std::stoull(value("position", "head"));
  const auto rows =
      storage::journal_reader{world.node().connections()}.read_page(acme->place().schema, 0, head);
  ASSERT_EQ(rows.size(), head);
  EXPECT_EQ(rows.back().position, head);
  EXPECT_EQ(value("count(*)", "traffic"), "170");
  EXPECT_EQ(partitions(), "3");
}

TEST_F(keeping_journals, lets_who_sleeps_sleep) {
  remember(16, "now() - interval '1 s'");
  world.end();
  acme.reset();
  world.begin();
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  world.finish(keeper.round());
  EXPECT_EQ(world.database().value("SELECT count(*) FROM muniment.leases"), "0");
  acme = world.found("acme");
  EXPECT_EQ(value("count(*)", "idempotency"), "1");
}

TEST_F(keeping_journals, tells_of_a_failure_once_and_tries_again) {
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  remember(16, "now() - interval '1 s'");
  const test::logged log;
  hide_outcomes();
  world.finish(keeper.round());
  world.finish(keeper.round());
  EXPECT_EQ(log.count("was not tended: the database refused a statement (42P01)"), 1)
      << log.lines.str();
  show_outcomes();
  world.finish(keeper.round());
  EXPECT_EQ(value("count(*)", "idempotency"), "1") << "after two failures not at once";
  world.finish(keeper.round());
  EXPECT_EQ(value("count(*)", "idempotency"), "0");
  hide_outcomes();
  world.finish(keeper.round());
  EXPECT_EQ(log.count("was not tended"), 2) << "another spell";
}

/// It fails in the first round, then in 2, 4, 8, 16, 32 and 64.
TEST_F(keeping_journals, comes_less_often_with_each_failure_but_every_sixtieth_round) {
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  remember(16, "now() - interval '1 s'");
  hide_outcomes();
  for (int round = 0; round < 64; ++round)
    world.finish(keeper.round());
  show_outcomes();
  for (int round = 1; round < 60; ++round)
    world.finish(keeper.round());
  EXPECT_EQ(value("count(*)", "idempotency"), "1");
  world.finish(keeper.round());
  EXPECT_EQ(value("count(*)", "idempotency"), "0");
}

TEST_F(keeping_journals, takes_being_turned_away_for_no_success) {
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  const test::logged log;
  hide_outcomes();
  world.finish(keeper.round());
  {
    const crowd full{world.node().upkeep()};
    world.finish(keeper.round());
  }
  EXPECT_GT(world.node().upkeep().turned_away(), 1U) << "one is how the crowd ends";
  world.finish(keeper.round());
  EXPECT_EQ(log.count("was not tended"), 1) << log.lines.str();
}

TEST_F(keeping_journals, holds_no_workspace_while_it_tends_them) {
  journal_keeper keeper{world.node(), world.context(), {1h, terms}};
  std::promise<void> leave;
  const auto left = leave.get_future().share();
  auto& upkeep = world.node().upkeep();
  for (std::size_t each = 0; each < upkeep.threads(); ++each)
    upkeep.offer([left] { left.wait(); });
  ASSERT_TRUE(world.comes([&] { return world.node().upkeep().waiting() == 0; }));
  const auto before = acme.use_count();
  auto round = asio::co_spawn(world.context(), keeper.round(), asio::use_future);
  EXPECT_TRUE(world.comes([&] { return world.node().upkeep().waiting() == 1; }));
  EXPECT_EQ(acme.use_count(), before);
  leave.set_value();
  EXPECT_TRUE(world.comes([&] { return round.wait_for(0s) == std::future_status::ready; }));
}

TEST_F(keeping_journals, goes_round_by_itself_until_it_is_stopped) {
  asio::io_context io{1};
  journal_keeper keeper{world.node(), io, {1ms, terms}};
  remember(16, "now() - interval '1 s'");
  keeper.start();
  while (value("count(*)", "idempotency") != "0")
    ASSERT_GT(io.run_one_for(10s), 0U);
  asio::co_spawn(io, keeper.stop(), asio::detached);
  io.run();
}

TEST_F(keeping_journals, ends_soon_when_asked_to) {
  asio::io_context io{1};
  journal_keeper keeper{world.node(), io, {1h, terms}};
  keeper.start();
  io.poll();
  EXPECT_FALSE(io.stopped()) << "it waits for its first round";
  keeper.request_stop();
  io.run_for(10s);
  EXPECT_TRUE(io.stopped());
}

}
}
