// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/rebuilding.hpp"

#include "projections/audit.hpp"
#include "projections/runtime/verify.hpp"
#include "projections/sessions.hpp"
#include "projections/users.hpp"
#include "tests/support/folding.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/user_facts.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <gtest/gtest.h>
#include <pqxx/connection>
#include <pqxx/result>

#include <atomic>
#include <random>

namespace muniment {
namespace {

using namespace test;
using models = boost::mp11::mp_list<users::model>;
using reason = replay_error::reason;

/// The users, but whoever was disabled is not.
struct forgetful_users : users::model {
  static std::optional<row> fold(std::optional<row> known, const uuid& key,
                                 const recorded<event>& fact) {
    if (known && std::holds_alternative<user::disabled>(fact.fact)) return known;
    return users::model::fold(std::move(known), key, fact);
  }
};

/// The users, but what becomes of a row depends on how many were folded before it.
struct counting_users : users::model {
  static inline std::atomic<int> folds = 0;
  static std::optional<row> fold(std::optional<row> known, const uuid& key,
                                 const recorded<event>& fact) {
    auto row = users::model::fold(std::move(known), key, fact);
    if (row) row->locale = std::to_string(++folds);
    return row;
  }
};

class rebuilding : public testing::Test {
protected:
  /// Some thousand events in no particular order.
  void write_history(int events, std::uint32_t seed = 1) {
    std::mt19937 dice{seed};
    std::vector<fact_of> facts;
    for (int count = 0; count < events; ++count) {
      const auto who = static_cast<std::uint16_t>(dice() % 97);
      switch (dice() % 5) {
      case 0:
        facts.push_back(disabled(who));
        break;
      case 1:
        facts.push_back(enabled(who));
        break;
      case 2:
        facts.push_back(erased(who));
        break;
      case 3:
        facts.push_back(signed_in(who));
        break;
      default:
        facts.push_back(registered(who));
      }
    }
    for (std::size_t at = 0; at < facts.size(); at += 1'000)
      journal.append(
          {facts.begin() + static_cast<std::ptrdiff_t>(at),
           facts.begin() + static_cast<std::ptrdiff_t>(std::min(at + 1'000, facts.size()))});
  }

  template <projection P>
  reason failure_of(const replay_options& options = {}, const live_side& live = {}) {
    try {
      rebuild<P>(database.pool(), schema, options, live);
    } catch (const replay_error& error) {
      return error.why();
    }
    ADD_FAILURE() << "it went through";
    return {};
  }
  /// Somebody changes a row of the shadow once all of them are written, at the end of `stage`.
  template <projection P>
  replay_options edited(std::string_view stage, const std::string& set) {
    const auto shadow = in_schema(storage::shape_of<P>().shadow());
    replay_options options;
    options.progress = [=, this](const replay_progress& at) {
      if (at.stage == stage && 3 * at.done == 2 * at.total)
        database.execute("UPDATE " + shadow + " SET " + set +
                         " WHERE position = (SELECT max(position) FROM " + shadow + ')');
    };
    return options;
  }
  std::string shadows() {
    return database.value("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema.text() +
                          "' AND tablename LIKE '%shadow'");
  }
  std::string in_schema(const std::string& table) { return schema.text() + '.' + table; }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
};

TEST_F(rebuilding, fills_a_table_that_a_verification_finds_equal) {
  write_history(3'000);
  replay_options options{.threads = 3, .wave_events = 256};
  std::uint64_t done = 0, total = 0;
  options.progress = [&](const replay_progress& at) {
    EXPECT_GE(at.done, done);
    done = at.done;
    total = at.total;
  };
  const auto report = rebuild<users::model>(database.pool(), schema, options);
  EXPECT_EQ(report.position, 3'000U);
  EXPECT_EQ(report.rows, 97U);
  EXPECT_EQ(done, 9'000U) << "folded, written and read back";
  EXPECT_EQ(total, done);
  const auto checked = verify<users::model>(database.pool(), schema);
  EXPECT_TRUE(checked.equal()) << checked.difference;
  EXPECT_EQ(checked.folded, report.checksum);
  EXPECT_EQ(checked.rows, 97U);
}

TEST_F(rebuilding, works_for_a_model_of_every_event_keyed_by_position) {
  write_history(1'500);
  const auto report = rebuild<audit::model>(database.pool(), schema);
  EXPECT_EQ(report.rows, 1'500U);
  EXPECT_TRUE(verify<audit::model>(database.pool(), schema).equal());
}

TEST_F(rebuilding, works_part_by_part_where_rows_are_written_once) {
  write_history(1'500);
  const auto whole = rebuild<audit::model>(database.pool(), schema);
  replay_options options{.threads = 3, .wave_events = 16, .most_rows = 512};
  std::uint64_t done = 0;
  options.progress = [&](const replay_progress& at) {
    EXPECT_GE(at.done, done);
    EXPECT_LE(at.done, 4'500U);
    done = at.done;
  };
  const auto report = rebuild<audit::model>(database.pool(), schema, options);
  EXPECT_EQ(report.rows, 1'500U);
  EXPECT_EQ(report.checksum, whole.checksum);
  EXPECT_EQ(done, 4'500U) << "folded, written and read back";
  options.progress = {};
  const auto checked = verify<audit::model>(database.pool(), schema, options);
  EXPECT_TRUE(checked.equal()) << checked.difference;
  EXPECT_EQ(checked.checksum, whole.checksum);
}

TEST_F(rebuilding, finds_what_reads_back_as_something_else) {
  write_history(600);
  EXPECT_EQ(failure_of<users::model>(edited<users::model>("write", "phase = 2")), reason::differs);
  EXPECT_EQ(failure_of<audit::model>(edited<audit::model>("fill", "version = 77")),
            reason::differs);
  EXPECT_EQ(shadows(), "0");
}

TEST_F(rebuilding, an_empty_journal_gives_an_empty_table) {
  EXPECT_EQ(rebuild<users::model>(database.pool(), schema).rows, 0U);
  EXPECT_TRUE(verify<users::model>(database.pool(), schema).equal());
}

TEST_F(rebuilding, mends_what_another_fold_had_written) {
  write_history(2'000);
  rebuild<forgetful_users>(database.pool(), schema);
  const auto before = verify<users::model>(database.pool(), schema);
  EXPECT_FALSE(before.equal());
  EXPECT_NE(before.difference, "");
  rebuild<users::model>(database.pool(), schema);
  EXPECT_TRUE(verify<users::model>(database.pool(), schema).equal());
}

TEST_F(rebuilding, refuses_a_fold_that_depends_on_more_than_its_row) {
  write_history(1'000);
  rebuild<users::model>(database.pool(), schema);
  EXPECT_EQ(failure_of<counting_users>(), reason::differs);
  EXPECT_TRUE(verify<users::model>(database.pool(), schema).equal()) << "the live table stands";
  EXPECT_EQ(shadows(), "0");
}

TEST_F(rebuilding, stops_at_poison_and_at_a_hole) {
  write_history(300);
  journal.append({poison(1)});
  write_history(300);
  EXPECT_EQ(failure_of<users::model>(), reason::poison);
  EXPECT_NO_THROW(rebuild<sessions::model>(database.pool(), schema));
  database.execute("DELETE FROM " + in_schema("traffic") +
                   " WHERE position = (SELECT max(position)"
                   " FROM " +
                   in_schema("traffic") + " WHERE position < 600)");
  EXPECT_EQ(failure_of<sessions::model>(), reason::gap);
}

TEST_F(rebuilding, of_a_type_that_no_catalogue_knows_nobody_can_say_whom_it_concerns) {
  auto unheard = signed_in(1);
  unheard.type = "session.forgotten";
  write_history(10);
  journal.append({unheard});
  EXPECT_EQ(failure_of<users::model>(), reason::poison);
}

TEST_F(rebuilding, refuses_more_rows_than_memory_is_set_aside_for) {
  write_history(600);
  EXPECT_EQ(failure_of<users::model>({.most_rows = 50}), reason::too_many_rows);
  EXPECT_EQ(shadows(), "0");
}

TEST_F(rebuilding, can_be_cancelled) {
  write_history(600);
  std::stop_source stop;
  replay_options options{.wave_events = 100, .stop = stop.get_token()};
  options.progress = [&](const replay_progress& at) {
    if (at.done >= 200) stop.request_stop();
  };
  EXPECT_EQ(failure_of<users::model>(options), reason::cancelled);
  EXPECT_EQ(shadows(), "0");
}

TEST_F(rebuilding, drops_what_a_killed_one_left) {
  write_history(100);
  { storage::shadow_table left{database.pool(), schema, storage::shape_of<users::model>()}; }
  ASSERT_EQ(shadows(), "1");
  rebuild<users::model>(database.pool(), schema);
  EXPECT_EQ(shadows(), "0");
  EXPECT_TRUE(verify<users::model>(database.pool(), schema).equal());
}

/// Somebody reads the live table and goes on holding it, as a dump of the database does.
class rebuilding_beside_a_reader : public rebuilding {
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
class rebuilding_live : public rebuilding {
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
