// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/rebuild.hpp"

#include "projections/audit.hpp"
#include "projections/sessions.hpp"
#include "tests/support/rebuild_world.hpp"

#include <atomic>

namespace muniment {
namespace {

using namespace test;
using reason = replay_error::reason;

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

class rebuilding : public rebuild_world {};

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

}
}
