// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/projector.hpp"
#include "projections/runtime/verify.hpp"
#include "projections/users.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/user_facts.hpp"
#include "tests/support/wire_proxy.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>

#include <future>

namespace muniment::test {
namespace {

using std::chrono::milliseconds;
using storage::hub_connection;
using storage::part_verdict;

/// Two writers of one journal and a live projection that follows both.
class delayed_commit : public testing::Test {
protected:
  void SetUp() override {
    options->clerk = system.spawn<caf::detached>(clerk, pool_of(database));
    running = system.spawn(projector, std::shared_ptr<const projector_options>{options});
  }
  void TearDown() override {
    caf::anon_send_exit(running, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(options->clerk, caf::exit_reason::user_shutdown);
    options->clerk = nullptr;
    running = nullptr;
  }

  wait_verdict folded(std::uint64_t position) {
    caf::scoped_actor self{system};
    auto verdict = wait_verdict{};
    self->request(running, caf::infinite,
                  wait_request{"users", position, false, std::chrono::seconds{20}})
        .receive([&](const wait_reply& reply) { verdict = reply.verdict; },
                 [](const caf::error&) {});
    return verdict;
  }
  static part_verdict commit(hub_connection& on, const storage::journal_part& part) {
    return on.commit({&part, 1}).parts.front().verdict;
  }
  bool waits_for_lock(const hub_connection& hub) {
    return eventually(database, "SELECT coalesce(bool_or(wait_event_type = 'Lock'), false) FROM"
                                " pg_stat_activity WHERE pid = " +
                                    std::to_string(hub.backend_pid()));
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
  caf::actor_system_config config;
  caf::actor_system system{config};
  views_of<boost::mp11::mp_list<users::model>> views =
      views_in<boost::mp11::mp_list<users::model>>(database, schema);
  std::shared_ptr<projector_options> options = std::make_shared<projector_options>(
      projector_options{schema, views.foldings(), {}, [](bool) {}, {}});
  projector_actor running;
};

/// The slow writer has written and not committed when the next one deposes it. What commits late
/// stands before everything later, for a reader who had looked in between too.
TEST_F(delayed_commit, is_skipped_by_nobody_and_the_deposed_append_is_refused) {
  caf::anon_send(running, journal.append({registered(1)}));
  hub_connection slow{proxy.through(database.hub_dsn())};
  const storage::hub_options patient{.lock_timeout = milliseconds{9'000}};
  hub_connection next{database.hub_dsn(), patient}, deposed{database.hub_dsn(), patient};
  proxy.arm(at_commit::hold);
  const auto late = journal.part_of({disabled(1), registered(2)});
  ASSERT_EQ(commit(slow, late), part_verdict::unknown);
  ASSERT_TRUE(holds_head(database, slow));
  EXPECT_EQ(folded(1), wait_verdict::reached) << "the projection has looked, and goes on from here";

  auto taken = std::async(std::launch::async, [&] { return next.take_over(schema, 1); });
  ASSERT_TRUE(waits_for_lock(next));
  auto again = std::async(std::launch::async, [&] { return commit(deposed, late); });
  ASSERT_TRUE(waits_for_lock(deposed));
  proxy.release();
  EXPECT_EQ(taken.get().head.position, 3U) << "the takeover came after the slow commit";
  EXPECT_EQ(again.get(), part_verdict::refused);

  auto more = journal.part_of({enabled(1)}, 1);
  EXPECT_EQ(commit(deposed, more), part_verdict::refused) << "on the right head too";
  more.epoch = 2;
  ASSERT_EQ(commit(next, more), part_verdict::committed);
  // Nobody tells the projection of the late ones.
  caf::anon_send(running, bodies_in(more));
  ASSERT_EQ(folded(4), wait_verdict::reached);
  auto& view = views.get<users::model>();
  EXPECT_EQ(view.read(id_of(1))->position, 4U);
  EXPECT_EQ(view.read(id_of(2))->position, 3U);
  const auto report = verify<users::model>(database.pool(), schema, {}, &view);
  EXPECT_TRUE(report.equal()) << report.difference;
  EXPECT_EQ(report.position, 4U);
}

}
}
