// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/lease_keeper.hpp"

#include "tests/support/actor_world.hpp"
#include "tests/support/journal_database.hpp"

#include <caf/default_attachable.hpp>
#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

namespace muniment {
namespace {

using std::chrono::milliseconds;
using namespace test;

/// Over the real table; time passes only where the database's own does.
class lease_keeper_test : public testing::Test {
protected:
  struct node {
    node(actor_world& in, const journal_database& database, std::string host,
         storage::lease_terms terms = {milliseconds{600'000}, milliseconds{1'000}})
        : world{in} {
      keeper = world.system().spawn(
          lease_keeper, lease_keeper_options{database.hub_dsn(), id, std::move(host), terms, term});
      world.run_until_pause();
    }
    ~node() { ends(); }

    void ends() {
      caf::anon_send_exit(keeper, caf::exit_reason::user_shutdown);
      world.run_until_pause();
    }
    void renews() {
      caf::anon_send(keeper, renew_atom::value);
      world.run_until_pause();
    }

    actor_world& world;
    uuid id = fresh_id();
    std::shared_ptr<lease_term> term = std::make_shared<lease_term>();
    lease_keeper_actor keeper;
  };

  lease_reply take(node& from, const uuid& workspace, caf::scoped_actor& by) {
    lease_reply taken;
    auto asking = by->request(from.keeper, caf::infinite, lease_request{workspace});
    world.run_until_pause();
    asking.receive([&](lease_reply& reply) { taken = reply; }, [](const caf::error&) { FAIL(); });
    return taken;
  }
  lease_reply take(node& from, const uuid& workspace) { return take(from, workspace, self); }

  void give_back(node& to, const uuid& workspace) {
    self->send(to.keeper, give_back_atom::value, lease_request{workspace});
    world.run_until_pause();
  }

  bool told_that_it_lapsed(caf::scoped_actor& holder) {
    bool told = false;
    holder->receive([&](lapse_atom) { told = true; }, caf::after(milliseconds{0}) >> [] {});
    return told;
  }

  void end_terms() { storage::end_all_terms(database.owner_dsn()); }

  journal_database& database = shared_database();
  const uuid mine = database.workspace().workspace();
  const uuid theirs = database.workspace().workspace();
  actor_world world;
  caf::scoped_actor self{world.system()};
  node first{world, database, "alpha"};
  node second{world, database, "beta"};
};

TEST_F(lease_keeper_test, takes_what_is_free_and_tells_whose_the_rest_is) {
  const auto held = take(first, mine);
  EXPECT_GT(held.term, 0U);
  EXPECT_TRUE(first.term->holds(held.term));
  const auto refused = take(second, mine);
  EXPECT_EQ(refused.term, 0U);
  EXPECT_TRUE(refused.elsewhere);
  EXPECT_NE(refused.reason.find(to_string(first.id) + " on host alpha"), std::string::npos)
      << refused.reason;
  EXPECT_FALSE(take(second, fresh_id()).elsewhere) << "no such workspace is not another node's";
}

TEST_F(lease_keeper_test, what_waits_is_taken_together) {
  auto one = self->request(first.keeper, caf::infinite, lease_request{mine});
  auto other = self->request(first.keeper, caf::infinite, lease_request{theirs});
  world.run_until_pause();
  const auto held = [](const lease_reply& reply) { EXPECT_GT(reply.term, 0U); };
  one.receive(held, [](const caf::error&) { FAIL(); });
  other.receive(held, [](const caf::error&) { FAIL(); });
  EXPECT_EQ(database.value("SELECT count(DISTINCT xmin::text) FROM muniment.leases"), "1");
}

TEST_F(lease_keeper_test, what_is_given_back_is_free_for_others) {
  take(first, mine);
  give_back(second, mine);
  EXPECT_TRUE(take(second, mine).elsewhere) << "not its own to give";
  give_back(first, mine);
  EXPECT_GT(take(second, mine).term, 0U);
}

TEST_F(lease_keeper_test, what_is_taken_again_is_not_given_back) {
  take(first, mine);
  self->send(first.keeper, give_back_atom::value, lease_request{mine});
  EXPECT_GT(take(first, mine).term, 0U);
  EXPECT_TRUE(take(second, mine).elsewhere);
}

TEST_F(lease_keeper_test, a_holder_that_ends_gives_its_lease_back) {
  {
    caf::scoped_actor brief{world.system()};
    EXPECT_GT(take(first, mine, brief).term, 0U);
  }
  world.run_until_pause();
  EXPECT_GT(take(second, mine).term, 0U);
}

TEST_F(lease_keeper_test, watches_a_holder_once_however_often_it_asks) {
  take(first, mine);
  EXPECT_GT(take(first, mine).term, 0U);
  const caf::default_attachable::observe_token watched{first.keeper.address(),
                                                       caf::default_attachable::monitor};
  EXPECT_EQ(self->detach(watched), 1U);
  give_back(first, mine);
  EXPECT_GT(take(first, mine).term, 0U);
  EXPECT_EQ(self->detach(watched), 1U) << "what was given back is watched anew";
}

TEST_F(lease_keeper_test, a_node_that_ends_frees_all_it_held) {
  const auto held = take(first, mine);
  first.ends();
  EXPECT_FALSE(first.term->holds(held.term));
  EXPECT_GT(take(second, mine).term, 0U);
}

TEST_F(lease_keeper_test, a_term_that_ended_lets_its_leases_lapse_and_another_begins) {
  const auto held = take(first, mine);
  first.renews();
  EXPECT_FALSE(told_that_it_lapsed(self));
  end_terms();
  EXPECT_GT(take(second, mine).term, 0U);
  first.renews();
  EXPECT_TRUE(told_that_it_lapsed(self));
  EXPECT_FALSE(first.term->holds(held.term));
  const auto again = take(first, theirs);
  EXPECT_GT(again.term, held.term);
  EXPECT_TRUE(first.term->holds(again.term));
  EXPECT_TRUE(take(first, mine).elsewhere);
}

TEST_F(lease_keeper_test, a_lease_that_is_asked_for_finds_out_that_the_term_ended) {
  const auto held = take(first, mine);
  end_terms();
  const auto again = take(first, theirs);
  EXPECT_GT(again.term, held.term);
  EXPECT_TRUE(told_that_it_lapsed(self));
}

TEST_F(lease_keeper_test, a_node_answers_for_nothing_while_the_database_does_not_hear_it) {
  node brief{world, database, "gamma", {milliseconds{400}, milliseconds{100}}};
  const auto held = take(brief, mine);
  const auto until = boot_clock::now() + milliseconds{300};
  while (brief.term->holds(held.term))
    ASSERT_LT(boot_clock::now(), until + milliseconds{300}) << "one skew before its term is over";
  brief.renews();
  EXPECT_TRUE(brief.term->holds(held.term)) << "nobody took it meanwhile";
}

TEST_F(lease_keeper_test, without_a_database_says_so_and_gives_back_what_it_may_have_taken) {
  database.execute("REVOKE INSERT, DELETE ON muniment.leases FROM muniment_hub");
  const auto refused = take(first, mine);
  EXPECT_EQ(refused.term, 0U);
  EXPECT_FALSE(refused.elsewhere);
  EXPECT_NE(refused.reason.find("refused"), std::string::npos) << refused.reason;
  database.execute("GRANT INSERT, DELETE ON muniment.leases TO muniment_hub");
  database.execute("INSERT INTO muniment.leases (workspace, node) VALUES ('" + to_string(mine) +
                   "', '" + to_string(first.id) + "')");
  first.renews();
  EXPECT_GT(take(second, mine).term, 0U);
}

}
}
