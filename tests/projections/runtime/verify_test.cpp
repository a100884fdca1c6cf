// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/parallel_fold.hpp"
#include "projections/runtime/verify.hpp"

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
