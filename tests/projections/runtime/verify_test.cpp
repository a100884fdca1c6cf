// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/parallel_fold.hpp"
#include "projections/runtime/verify.hpp"

#include "projections/audit.hpp"
#include "projections/users.hpp"
#include "tests/support/projector_world.hpp"
#include "tests/support/user_facts.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;

class verifying : public testing::Test {
protected:
  void SetUp() override {
    journal.append({registered(1), registered(2), signed_in(9), disabled(2), registered(3)});
    rebuild<users::model>(database.pool(), schema);
  }
  verify_report report() { return verify<users::model>(database.pool(), schema); }
  /// The first user, disabled in the journal and in the overlay, and not in the table.
  users::row disable_first(hot_view<users::model>& view) {
    view.start_from(5);
    auto row = *view.read(id_of(1));
    journal.append({disabled(1)});
    row.phase = users::phase::disabled;
    row.position = 6;
    view.put({{id_of(1), std::make_shared<const users::row>(row)}}, 6);
    return row;
  }
  void edit(const std::string& table, const std::string& set, const std::string& where) {
    database.execute("UPDATE " + schema.text() + '.' + table + " SET " + set + " WHERE " + where);
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  const std::string table = storage::shape_of<users::model>().table();
};

TEST_F(verifying, finds_nothing_where_nothing_is_wrong) {
  EXPECT_TRUE(report().equal());
  EXPECT_EQ(report().rows, 3U);
  EXPECT_EQ(report().checksum, report().folded);
}

TEST_F(verifying, finds_an_edited_row) {
  edit(table, "locale = 'xx'", "id = '" + to_string(id_of(2)) + '\'');
  EXPECT_EQ(report().difference, "row " + to_string(id_of(2)) + " is not what the journal says");
  EXPECT_NE(report().folded, report().found);
}

TEST_F(verifying, finds_a_missing_row_first_in_the_middle_and_last) {
  for (const std::uint16_t user : {3, 2, 1}) {
    database.execute("DELETE FROM " + schema.text() + '.' + table + " WHERE id = '" +
                     to_string(id_of(user)) + '\'');
    EXPECT_EQ(report().difference, "row " + to_string(id_of(user)) + " is missing");
  }
}

TEST_F(verifying, finds_a_row_that_no_event_made) {
  edit(table, "id = '" + to_string(id_of(4)) + '\'', "id = '" + to_string(id_of(3)) + '\'');
  EXPECT_EQ(report().key, to_string(id_of(3)));
  database.execute("DELETE FROM " + schema.text() + '.' + table + " WHERE id = '" +
                   to_string(id_of(4)) + '\'');
  rebuild<users::model>(database.pool(), schema);
  database.execute("INSERT INTO " + schema.text() + '.' + table +
                   " SELECT (jsonb_populate_record(t, '{\"id\": \"" + to_string(id_of(4)) +
                   "\"}')).* FROM " + schema.text() + '.' + table + " t WHERE id = '" +
                   to_string(id_of(3)) + '\'');
  EXPECT_EQ(report().difference, "row " + to_string(id_of(4)) + " is in no fold of the journal");
}

TEST_F(verifying, counts_the_overlay_over_the_table) {
  auto views = views_in<boost::mp11::mp_list<users::model>>(database, schema);
  auto& view = views.get<users::model>();
  auto row = disable_first(view);
  const auto live = verify<users::model>(database.pool(), schema, {}, &view);
  EXPECT_TRUE(live.equal()) << live.difference;
  EXPECT_EQ(live.position, 6U);
  EXPECT_NE(live.checksum, live.folded) << "which is that of the table, an event behind";
  EXPECT_EQ(live.checksum, rebuild<users::model>(database.pool(), schema).checksum);
  row.locale = "xx";
  view.put({{id_of(1), std::make_shared<const users::row>(row)}}, 6);
  EXPECT_EQ(verify<users::model>(database.pool(), schema, {}, &view).key, to_string(id_of(1)));
}

/// A read model of every event, compared in five parts.
class verifying_parts : public testing::Test {
protected:
  void SetUp() override {
    for (int count = 0; count < 300; ++count)
      journal.append({disabled(1), enabled(1)});
    rebuild<audit::model>(database.pool(), schema);
  }
  verify_report report(const hot_view<audit::model>* live = nullptr) {
    return verify<audit::model>(database.pool(), schema, options, live);
  }
  void change(const std::string& statement) { database.execute(statement); }

  /// The rows of the events after `after`, as an overlay holds them.
  hot_view<audit::model>::changes rows_after(std::uint64_t after, std::uint64_t upto) {
    sequential_fold<audit::model> fold;
    replay(database.pool(), schema, 0, upto, 100, {}, [&](const wave& all) { fold.add(all); });
    hot_view<audit::model>::changes rows;
    for (const auto& [at, row] : fold.rows())
      if (at > after) rows.emplace_back(at, std::make_shared<const audit::row>(row));
    return rows;
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  const std::string table = schema.text() + '.' + storage::shape_of<audit::model>().table();
  replay_options options{.wave_events = 8};
};

TEST_F(verifying_parts, finds_nothing_where_nothing_is_wrong) {
  options.most_rows = 128;
  EXPECT_TRUE(report().equal()) << report().difference;
  EXPECT_EQ(report().rows, 600U);
  EXPECT_EQ(report().checksum, rebuild<audit::model>(database.pool(), schema).checksum);
}

TEST_F(verifying_parts, finds_an_edited_row_in_each) {
  for (const int position : {600, 513, 512, 300, 129, 128, 1}) {
    const auto where = " WHERE position = " + std::to_string(position);
    change("UPDATE " + table + " SET version = version + 1" + where);
    EXPECT_EQ(report().difference,
              "row " + std::to_string(position) + " is not what the journal says");
    EXPECT_NE(report().folded, report().found);
  }
}

TEST_F(verifying_parts, finds_a_missing_row_in_each) {
  for (const int position : {600, 513, 512, 300, 129, 128, 1}) {
    change("DELETE FROM " + table + " WHERE position = " + std::to_string(position));
    EXPECT_EQ(report().difference, "row " + std::to_string(position) + " is missing");
  }
}

TEST_F(verifying_parts, finds_a_row_that_no_event_made) {
  change("INSERT INTO " + table +
         " SELECT (jsonb_populate_record(t, '{\"position\": 601}')).* FROM " + table +
         " t WHERE position = 600");
  EXPECT_EQ(report().difference, "row 601 is in no fold of the journal");
}

TEST_F(verifying_parts, counts_the_overlay_over_the_table) {
  auto views = views_in<boost::mp11::mp_list<audit::model>>(database, schema);
  auto& view = views.get<audit::model>();
  view.start_from(600);
  journal.append({registered(2), disabled(2)});
  auto rows = rows_after(600, 602);
  // One that was written meanwhile, and of which the projector does not know that yet.
  rows.push_back(rows_after(4, 5).front());
  view.put(rows, 602);
  const auto live = report(&view);
  EXPECT_TRUE(live.equal()) << live.difference;
  EXPECT_EQ(live.position, 602U);
  EXPECT_EQ(live.rows, 602U);
  EXPECT_EQ(live.checksum, rebuild<audit::model>(database.pool(), schema).checksum);
}

TEST_F(verifying_parts, finds_a_row_that_is_neither_in_the_overlay_nor_in_the_table) {
  auto views = views_in<boost::mp11::mp_list<audit::model>>(database, schema);
  auto& view = views.get<audit::model>();
  view.start_from(600);
  journal.append({registered(2)});
  view.put({}, 601);
  EXPECT_EQ(report(&view).difference, "row 601 is missing");
}

TEST_F(verifying_parts, begins_anew_with_a_table_that_does) {
  options.progress = [&](const replay_progress& at) {
    if (at.done != 200) return;
    change("DELETE FROM " + table + " WHERE position > 5");
    change("UPDATE " + schema.text() + ".checkpoints SET position = 5 WHERE projection = 'audit'");
  };
  const auto anew = report();
  EXPECT_TRUE(anew.equal()) << anew.difference;
  EXPECT_EQ(anew.position, 5U);
  EXPECT_EQ(anew.rows, 5U);
}

/// What a projector believes to be in the table, because it wrote it there, and a database that
/// took that back.
TEST_F(verifying, finds_a_row_that_is_neither_in_the_overlay_nor_in_the_table) {
  auto views = views_in<boost::mp11::mp_list<users::model>>(database, schema);
  auto& view = views.get<users::model>();
  disable_first(view);
  view.settle(6);
  const auto live = verify<users::model>(database.pool(), schema, {}, &view);
  EXPECT_EQ(live.difference, "row " + to_string(id_of(1)) + " is not what the journal says");
}

TEST_F(verifying, finds_a_new_row_that_is_neither_in_the_overlay_nor_in_the_table) {
  auto views = views_in<boost::mp11::mp_list<users::model>>(database, schema);
  auto& view = views.get<users::model>();
  view.start_from(5);
  journal.append({registered(4)});
  view.put({}, 6);
  const auto live = verify<users::model>(database.pool(), schema, {}, &view);
  EXPECT_EQ(live.difference, "row " + to_string(id_of(4)) + " is missing");
}

TEST_F(verifying, counts_what_was_written_since_the_table_was_read) {
  auto views = views_in<boost::mp11::mp_list<users::model>>(database, schema);
  auto& view = views.get<users::model>();
  journal.append({registered(4), disabled(1)});
  view.start_from(7);
  const auto shape = storage::shape_of<users::model>();
  storage::read_models tables{database.pool()};
  sequential_fold<users::model> newer;
  replay(database.pool(), schema, 0, 7, 100, {}, [&](const wave& events) { newer.add(events); });
  // Between the moment of the table and that of the overlay: progress is told of what follows.
  replay_options options;
  options.progress = [&](const replay_progress& at) {
    if (at.done != 7) return;
    const auto before = tables.find_checkpoint(schema, shape).value();
    std::vector<storage::row_text> rows;
    for (const std::uint16_t user : {4, 1})
      rows.push_back(storage::text_of_row(newer.rows().at(id_of(user))));
    EXPECT_TRUE(tables.persist(schema, shape, before, 7, rows));
  };
  const auto live = verify<users::model>(database.pool(), schema, options, &view);
  EXPECT_TRUE(live.equal()) << live.difference;
}

}
}
