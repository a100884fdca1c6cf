// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/rebuilding.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/rebuild_world.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <pqxx/connection>
#include <pqxx/result>

#include <atomic>
#include <random>

namespace muniment {
namespace {

using namespace test;
using models = boost::mp11::mp_list<users::model>;
using reason = replay_error::reason;

/// Somebody reads the live table and goes on holding it, as a dump of the database does.
class rebuilding_beside_a_reader : public rebuild_world {
protected:
  void SetUp() override {
    write_history(300);
    rebuild<forgetful_users>(database.pool(), schema);
    reader.exec("SELECT count(*) FROM " + in_schema(storage::shape_of<users::model>().table()));
  }
  bool mended() { return verify<users::model>(database.pool(), schema).equal(); }

  pqxx::connection session{database.owner_dsn()};
  pqxx::work reader{session};
};

TEST_F(rebuilding_beside_a_reader, waits_until_it_is_gone_and_is_not_lost) {
  int tries = 0;
  const live_side live{{}, [&] {
                         EXPECT_EQ(mended(), tries >= 2) << "reads do not wait";
                         if (++tries == 2) reader.commit();
                       }};
  EXPECT_EQ(rebuild<users::model>(database.pool(), schema, {}, live).position, 300U);
  EXPECT_GT(tries, 2);
  EXPECT_TRUE(mended());
}

TEST_F(rebuilding_beside_a_reader, follows_what_is_written_meanwhile) {
  int tries = 0;
  const live_side live{{}, [&] {
                         if (++tries != 1) return;
                         write_history(50);
                         reader.commit();
                       }};
  const auto report = rebuild<users::model>(database.pool(), schema, {}, live);
  EXPECT_EQ(report.position, 350U);
  const auto checked = verify<users::model>(database.pool(), schema);
  EXPECT_TRUE(checked.equal()) << checked.difference;
  EXPECT_EQ(report.checksum, checked.folded) << "the checksum is of the rows before that";
}

TEST_F(rebuilding_beside_a_reader, gives_up_when_its_patience_is_over) {
  EXPECT_EQ(failure_of<users::model>({.swap_patience = std::chrono::milliseconds{0}}),
            reason::too_late);
  EXPECT_EQ(shadows(), "0");
  EXPECT_FALSE(mended()) << "the live table stands";
}

TEST_F(rebuilding_beside_a_reader, waits_for_its_own_table_too) {
  replay_options options{.swap_patience = std::chrono::milliseconds{0}};
  options.progress = [&](const replay_progress& at) {
    if (at.stage == "write")
      reader.exec("SELECT count(*) FROM " + in_schema(storage::shape_of<users::model>().shadow()));
  };
  EXPECT_EQ(failure_of<users::model>(options), reason::too_late);
}

TEST_F(rebuilding_beside_a_reader, can_be_cancelled_while_it_waits) {
  std::stop_source stop;
  const replay_options options{.stop = stop.get_token()};
  const live_side live{{}, [&] { stop.request_stop(); }};
  EXPECT_EQ(failure_of<users::model>(options, live), reason::cancelled);
  EXPECT_EQ(shadows(), "0");
}

/// A live projector on real threads, with a writer that does not stop and readers that count.
class rebuilding_live : public rebuild_world {
protected:
  void SetUp() override {
    views.emplace(views_in<models>(database, schema));
    options->foldings = views->foldings();
    options->clerk = system.spawn<caf::detached>(clerk, pool_of(database));
    options->limits.linger = std::chrono::milliseconds{5};
    running = system.spawn(projector, std::shared_ptr<const projector_options>{options});
  }
  void TearDown() override {
    caf::anon_send_exit(running, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(options->clerk, caf::exit_reason::user_shutdown);
    options->clerk = nullptr;
    running = nullptr;
  }

  void write_until(const std::stop_token& over) {
    std::mt19937 dice{7};
    while (!over.stop_requested()) {
      const auto who = static_cast<std::uint16_t>(dice() % 97);
      const auto bodies = dice() % 2 ? journal.append({registered(who), disabled(who)})
                                     : journal.append({enabled(who)});
      // Now and then the news gets lost.
      if (dice() % 10 != 0) caf::anon_send(running, bodies);
    }
  }

  /// Reads rows that are there from the beginning.
  void read_until(const std::stop_token& over) {
    while (!over.stop_requested()) {
      for (std::uint16_t who = 0; who < 97; ++who) {
        try {
          if (!views->get<users::model>().read(id_of(who))) ++failed_reads;
        } catch (const storage::failure&) {
          ++failed_reads;
        }
        ++reads;
      }
      try {
        if (views->get<users::model>().list({}, 200).empty()) ++failed_reads;
      } catch (const storage::failure&) {
        ++failed_reads;
      }
    }
  }

  wait_verdict wait(std::uint64_t position, bool persisted) {
    caf::scoped_actor self{system};
    auto verdict = wait_verdict{};
    self->request(running, caf::infinite,
                  wait_request{"users", position, persisted, std::chrono::seconds{20}})
        .receive([&](const wait_reply& reply) { verdict = reply.verdict; },
                 [](const caf::error&) {});
    return verdict;
  }

  live_side live() {
    return {[this]() -> std::optional<std::uint64_t> {
              caf::scoped_actor self{system};
              std::optional<std::uint64_t> folded;
              self->request(running, std::chrono::seconds{10}, hold_atom::value,
                            std::string{"users"})
                  .receive(
                      [&](const hold_reply& reply) {
                        if (reply.held) folded = reply.folded;
                      },
                      [](const caf::error&) {});
              EXPECT_TRUE(folded);
              return folded;
            },
            [this] { caf::anon_send(running, reload_atom::value, std::string{"users"}); }};
  }

  caf::actor_system_config config;
  caf::actor_system system{config};
  std::shared_ptr<projector_options> options =
      std::make_shared<projector_options>(projector_options{schema, {}, {}, [](bool) {}, {}});
  std::optional<views_of<models>> views;
  projector_actor running;
  std::atomic<int> reads = 0, failed_reads = 0;
};

TEST_F(rebuilding_live, is_not_noticed_and_equals_what_is_live) {
  for (std::uint16_t who = 0; who < 97; ++who)
    caf::anon_send(running, journal.append({registered(who)}));
  ASSERT_EQ(wait(97, true), wait_verdict::reached);
  std::jthread writer{[&](const std::stop_token& over) { write_until(over); }};
  std::jthread reader{[&](const std::stop_token& over) { read_until(over); }};
  std::uint64_t before = 0;
  for (int round = 0; round < 3; ++round) {
    const auto report = rebuild<users::model>(database.pool(), schema, {}, live());
    EXPECT_GT(report.position, before);
    before = report.position;
    const auto checked =
        verify<users::model>(database.pool(), schema, {}, &views->get<users::model>());
    EXPECT_TRUE(checked.equal()) << checked.difference;
  }
  for (auto* each : {&writer, &reader}) {
    each->request_stop();
    each->join();
  }
  EXPECT_GT(reads, 97);
  EXPECT_EQ(failed_reads, 0);
  caf::anon_send(running, journal.append({registered(1)}));
  ASSERT_EQ(wait(journal.position(), true), wait_verdict::reached);
  const auto stopped = verify<users::model>(database.pool(), schema);
  EXPECT_TRUE(stopped.equal()) << stopped.difference;
  EXPECT_EQ(stopped.position, journal.position());
}

TEST_F(rebuilding_live, readers_see_the_mended_row) {
  caf::anon_send(running, journal.append({registered(1)}));
  ASSERT_EQ(wait(1, true), wait_verdict::reached);
  database.execute("UPDATE " + in_schema(storage::shape_of<users::model>().table()) +
                   " SET phase = 2");
  const auto found = verify<users::model>(database.pool(), schema, {}, &views->get<users::model>());
  EXPECT_EQ(found.key, to_string(id_of(1)));
  EXPECT_EQ(found.difference, "row " + found.key + " is not what the journal says");
  rebuild<users::model>(database.pool(), schema, {}, live());
  ASSERT_EQ(wait(1, true), wait_verdict::reached);
  EXPECT_EQ(views->get<users::model>().read(id_of(1))->phase, users::phase::active);
}

}
}
